"""Roles: granted and ended by the security administrator, never to oneself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members import operations
from members.access import may
from members.enums import RoleCode
from members.forms.people import AskForm, EndRoleForm, RoleForm
from members.models import Role, RolePolicy, User
from members.views.form_page import form_page


@may("members.edit_roles", User)
@require_http_methods(["GET", "POST"])
def grant_role(request, account):
    paths = request.user.paths_as(RoleCode.SECURITY)
    form = RoleForm(request.POST or None, paths=paths, user=request.user)
    if form.is_valid() and form.carry_out(operations.grant_role, account, by=request.user, **form.cleaned_data):
        messages.success(request, f"已授予{account.name}角色：{form.result}。")
        return redirect("members:account", account.pk)
    text = "授予以后本人要重新登录。召集人由领导小组办公室在联络室页确定，同时取得角色。"
    back = reverse("members:account", args=[account.pk])
    return form_page(
        request, form, title=f"授予{account.name}角色", verb="授予角色", crumb=account.name, back=back, text=text
    )


@may("members.edit_roles", Role)
@require_http_methods(["GET", "POST"])
def end_role(request, role):
    form = EndRoleForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.end_role, role, by=request.user, **form.cleaned_data):
        messages.success(request, f"已终止{role.user.name}的角色：{role}。")
        return redirect("members:account", role.user_id)
    text = (
        f"{role.user.name}：{role}。选“立即”，这个角色马上失去权限；选日期，当天仍然有效，次日起失去权限。"
        "本人正在使用的登录退出；办过的事仍记在原角色下。"
    )
    back = reverse("members:account", args=[role.user_id])
    return form_page(request, form, title="终止角色", verb="终止角色", crumb=role.user.name, back=back, text=text)


@may("members.edit_roles", User)
@require_http_methods(["GET", "POST"])
def forget_second_factor(request, account):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid() and form.carry_out(operations.forget_second_factor, account, by=request.user):
        messages.success(request, f"已解除{account.name}的动态口令。")
        return redirect("members:account", account.pk)
    text = (
        f"{account.name}（{account.username}）换了手机或丢了令牌时使用。请先当面核对本人；解除后凭密码登录，重新绑定。"
    )
    back = reverse("members:account", args=[account.pk])
    return form_page(request, form, title="解除动态口令", verb="解除动态口令", crumb=account.name, back=back, text=text)


@may("members.edit_roles")
@require_GET
def role_policies(request):
    """Which roles must sign in with a second factor."""
    asked = set(RolePolicy.objects.filter(second_factor=True).values_list("code", flat=True))
    roles = [{"code": code.value, "label": code.label, "asked": code in asked} for code in RoleCode]
    return render(request, "members/role_policies.html", {"roles": roles})


@may("members.edit_roles")
@require_POST
def ask_second_factor(request):
    code = request.POST.get("code", "")
    if code not in RoleCode.values:
        messages.error(request, "没有这个角色，请刷新页面再试。")
    else:
        policy = operations.ask_second_factor(code, by=request.user, asked=request.POST.get("asked") == "yes")
        words = "登录需要动态口令" if policy.second_factor else "登录不再要求动态口令"
        messages.success(request, f"{policy}{words}。")
    return redirect("members:role_policies")
