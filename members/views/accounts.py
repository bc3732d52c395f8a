"""Accounts: kept by the system administrator, who grants no rights."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from members import operations
from members.access import may
from members.filters import AccountFilter
from members.forms.people import AccountForm, AskForm, EditAccountForm, WhyForm
from members.models import User
from members.queries import desks, page_after, with_current_roles
from members.views.form_page import form_page


@may("members.view_accounts")
@require_GET
def accounts(request):
    found = AccountFilter(request.GET, User.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=("pinyin", "pk"))
    with_current_roles(page.rows)
    template = "members/account_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("members.view_accounts", User)
@require_GET
def account(request, account):
    context = {
        "account": account,
        "roles": account.roles.select_related("unit", "region", "granted_by").order_by("-starts_on"),
        "has_totp": Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists(),
        "today": timezone.localdate(),
        "charges": sum(desks.open_charges(account).values()),
    }
    return render(request, "members/account.html", context)


@may("members.edit_accounts")
@require_http_methods(["GET", "POST"])
@sensitive_variables("password")
def new_account(request):
    form = AccountForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.create_account, by=request.user, **form.cleaned_data):
        account, password = form.result
        return _tell_password(request, account, password)
    text = "账号建立以后没有任何权限，由安全管理员授予角色。"
    return form_page(
        request, form, title="新建账号", verb="建立账号", crumb="账号", back=reverse("members:accounts"), text=text
    )


@may("members.edit_accounts", User)
@require_http_methods(["GET", "POST"])
def edit_account(request, account):
    initial = {name: getattr(account, name) for name in ("name", "phone", "email")}
    form = EditAccountForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_account, account, by=request.user, **form.cleaned_data):
        messages.success(request, "已保存账号。")
        return redirect("members:account", account.pk)
    return form_page(
        request, form, title=f"修改账号 {account.username}", verb="保存", crumb=account.name, back=_page(account)
    )


@may("members.edit_accounts", User)
@require_http_methods(["GET", "POST"])
@sensitive_variables("password")
def reset_password(request, account):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid() and form.carry_out(operations.reset_password, account, by=request.user):
        return _tell_password(request, account, form.result)
    who = f"{account.name}（{account.username}）"
    text = f"为{who}生成新的初始密码，只显示一次；本人登录后必须修改。正在使用的登录立即退出。"
    return form_page(
        request, form, title="重置密码", verb="重置密码", crumb=account.name, back=_page(account), text=text
    )


@may("members.edit_accounts", User)
@require_http_methods(["GET", "POST"])
def disable_account(request, account):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.disable_account, account, by=request.user, **form.cleaned_data):
        messages.success(request, f"已停用{account.name}的账号。")
        return redirect("members:account", account.pk)
    text = f"{account.name}（{account.username}）将立即退出，不能再登录。办过的事仍记在本人名下。"
    if count := sum(desks.open_charges(account).values()):
        text += f"名下还有 {count} 件没有办结的承办件，停用后通知其单位移交。"
    return form_page(
        request, form, title="停用账号", verb="停用账号", crumb=account.name, back=_page(account), text=text
    )


@may("members.edit_accounts", User)
@require_http_methods(["GET", "POST"])
def enable_account(request, account):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid() and form.carry_out(operations.enable_account, account, by=request.user):
        messages.success(request, f"已启用{account.name}的账号。")
        return redirect("members:account", account.pk)
    text = f"{account.name}（{account.username}）可以重新登录，原有角色中没有到期的继续有效。"
    return form_page(
        request, form, title="启用账号", verb="启用账号", crumb=account.name, back=_page(account), text=text
    )


@sensitive_variables("password")
def _tell_password(request, account, password):
    return render(request, "members/password_once.html", {"account": account, "password": password})


def _page(account) -> str:
    return reverse("members:account", args=[account.pk])
