"""合并打印: papers of the records that were ticked in a list, or of all that it shows, ordered as one file."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members.access import allow, may
from members.models.keys import keys_in
from members.views.form_page import form_page
from members.workflow import Refused
from reports.documents.batches import BATCHES, MOST, chosen
from reports.forms.batch import BatchForm
from reports.operations import prints
from reports.views.export import PAGES


@may("reports.print_batch")
@require_http_methods(["GET", "POST"])
def print_batch(request, kind):
    """Ask how, then order: a page that is only opened starts nothing. What is chosen stands in the address."""
    if kind not in BATCHES:
        raise Http404
    batch = BATCHES[kind]
    allow(request.user, batch.permission)
    query = {name: values for name, values in request.GET.lists() if name != "pk"}
    # What was ticked and is no key chooses nothing, and not everything.
    keys = keys_in(request.GET.getlist("pk"))[: MOST + 1] or [0] * ("pk" in request.GET)
    count = _count(chosen(kind, request.user, query, keys))
    form = BatchForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        job = prints.order_batch(kind, by=request.user, title=batch.title, query=query, keys=keys, **form.cleaned_data)
        messages.info(request, "正在排版，可以离开这一页，做好以后通知您。")
        return redirect("members:job", job.pk)
    text = f"{batch.title} {count} 份，每份从新的一页开始，合成一个文件。文件保存 7 天，在“我的任务”里打开。"
    back = reverse(PAGES[batch.listing])
    return form_page(request, form, title="合并打印", verb="开始排版", back=back, crumb="返回列表", text=text)


def _count(rows) -> int:
    count = rows.order_by()[: MOST + 1].count()
    if not count:
        raise Refused("没有可以打印的记录，请返回列表，换一个条件或者重新勾选。")
    if count > MOST:
        raise Refused(f"一次最多打印 {MOST} 份，现在选中的超过了，请用筛选条件分几次打印。")
    return count
