"""People and their posts, departments, regions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access, services
from hezhang.core.accounts.choices import ADMIN_ROLES, OFFICE_ROLES
from hezhang.core.accounts.models import Department, Post, Region, TrustedPhone, User
from hezhang.core.accounts.phones import session_of
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import acts_by_two, may_ask, may_manage_people, may_manage_person
from hezhang.core.accounts.signals import person_shown
from hezhang.core.kernel.words import mask_phone, moment_words
from hezhang.core.office.people import importing as regions_in
from hezhang.core.office.people import opening
from hezhang.core.office.people.facts import tree_of
from hezhang.core.office.people.forms import (
    AskEndForm,
    AskPostForm,
    DepartmentEditForm,
    DepartmentNewForm,
    EndForm,
    PersonForm,
    PersonNewForm,
    PostForm,
    ReasonForm,
    UnitsForm,
    WhyForm,
)
from hezhang.core.office.people.lists import DEPARTMENTS, PEOPLE, REGIONS, departments_of, people_of, regions_of
from hezhang.core.web.attempts import attempt, status_of
from hezhang.core.web.importing import show_import
from hezhang.core.web.lists import show

MOST_UNITS = 60  # units that one address names
SHOWN = 100  # people that the page for opening accounts names


def _form_page(request: HttpRequest, form: forms.Form, title: str, back: str, submit: str = "保存") -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "submit": submit}
    return render(request, "people/form.html", context, status=status_of(form))


def _person(request: PostRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.post), pk=pk)


def by_two(post: Post) -> bool:
    """Whether what gives access takes the security administrator's word as well."""
    return acts_by_two(post, settings.ADMINS_SEPARATED)


def _link(request: HttpRequest, code: str) -> str:
    return opening.link_to(code, request.build_absolute_uri("/"))


@access.when(may_manage_people)
def people(request: PostRequest) -> HttpResponseBase:
    return show(request, PEOPLE, people_of(request.post))


@access.when(may_manage_people)
@never_cache
def person(request: PostRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    post: Post = request.post
    posts = found.posts.visible_to(post).with_names().order_by("-starts_on", "-id")
    verdict = may_manage_person(post, found.pk, found.posts.not_ended().select_related("region"))
    phone = services.show_phone(found, by=post) if "phone" in request.GET else mask_phone(found.phone)
    context = {"person": found, "posts": posts, "verdict": verdict, "facts": _facts(found, phone)}
    now = timezone.now()
    is_admin = found.posts.not_ended().filter(role__in=ADMIN_ROLES).exists()
    context |= {"by_two": by_two(post), "by_two_to_close": by_two(post) and is_admin}
    context |= {"asked": found.requests.visible_to(post).waiting(now), "admins": ADMIN_ROLES}
    context |= {"today": timezone.localdate(), "phones": found.trusted_phones.valid(now), "here": None}
    context |= {"sessions": found.open_sessions.valid(now), "two_step": services.has_two_step(found)}
    told = person_shown.send(User, shown=found, post=post, today=context["today"])
    return render(request, "people/person.html", context | {"panels": [panel for _, panel in told if panel]})


def _facts(found: User, phone: str) -> list[tuple[str, Any]]:
    sign_in = "已设置密码" if found.has_usable_password() else "尚未设置密码，不能登录"
    handed = found.password_links.valid(timezone.now()).first()
    if handed:
        sign_in = f"已发放链接，待本人设置密码（{moment_words(handed.expires_at)} 前有效）"
    return [
        ("姓名", found.name),
        ("用户名", found.username),
        ("手机号", phone),
        ("状态", "在用" if found.is_active else "停用"),
        ("登录", "须先修改密码" if found.must_change_password else sign_in),
    ]


@access.when(may_manage_people)
def add_person(request: PostRequest) -> HttpResponse:
    post = request.post
    form = PersonNewForm(request.POST or None, post=post, by_two=by_two(post))
    made: list[User] = []
    if form.is_valid() and attempt(form, lambda: made.append(services.add_person(by=post, **form.cleaned_data))):
        messages.success(
            request,
            "已登记，岗位待安全管理员确认。" if by_two(post) else "已登记。要让其登录，请点“重置密码”生成链接。",
        )
        return redirect("people:person", pk=made[0].pk)
    return _form_page(request, form, "新增人员", reverse("people:people"))


@access.confirmed
@access.when(may_manage_people)
def open_accounts(request: PostRequest) -> HttpResponse:
    """发放账号: who has no password yet, and one button that makes them all one."""
    post: Post = request.post
    form = opening.OpeningForm(request.POST or request.GET or None, request=request)
    region = form.cleaned_data["region"] if form.is_valid() else None
    if request.method == "POST" and form.is_valid():
        return redirect("web:job", pk=opening.start(region, by=post, site=request.build_absolute_uri("/")).pk)
    waiting = services.people_to_open(region, by=post)
    context = {"form": form, "chosen": region.pk if region else "", "count": len(waiting)}
    context |= {"people": waiting[:SHOWN], "more": len(waiting) > SHOWN, "by_two": by_two(post)}
    context["has_office"] = (
        Post.objects.visible_to(post).current(timezone.localdate()).filter(role__in=OFFICE_ROLES).exists()
    )
    return render(request, "people/open_accounts.html", context, status=status_of(form))


@access.when(may_manage_people)
def edit_person(request: PostRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    post = request.post
    # Only when the number is about to be shown: each look is journalled.
    shown = {"name": found.name, "email": found.email}
    initial = shown | {"phone": services.show_phone(found, by=post)} if request.method == "GET" else None
    form = PersonForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(form, lambda: services.edit_person(found, by=post, **form.cleaned_data)):
        messages.success(request, "已保存。")
        return redirect("people:person", pk=pk)
    return _form_page(request, form, "修改人员", reverse("people:person", args=[pk]))


@access.when(may_manage_people)
@require_POST
def enable_person(request: PostRequest, pk: int) -> HttpResponse:
    services.enable_person(_person(request, pk), by=request.post)
    messages.success(request, "已启用。")
    return redirect("people:person", pk=pk)


@access.when(may_manage_people)
@require_POST
def disable_person(request: PostRequest, pk: int) -> HttpResponse:
    services.disable_person(_person(request, pk), by=request.post)
    messages.success(request, "已停用，其登录已全部退出。")
    return redirect("people:person", pk=pk)


@access.confirmed
@access.when(may_manage_people)
@require_POST
@never_cache
def reset_password(request: PostRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    code = services.reset_password(found, by=request.post)
    return render(request, "people/link_once.html", {"person": found, "code": code, "link": _link(request, code)})


@access.confirmed
@access.when(may_manage_people)
def reset_two_step(request: PostRequest, pk: int) -> HttpResponse:
    """Phone and recovery codes are lost; the reason stands in the journal."""
    found, post = _person(request, pk), request.post
    services.demand_hold_of(found, by=post)
    services.demand_alone(by=post)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: services.reset_two_step(found, by=post, **form.cleaned_data)):
        messages.success(request, "两步验证已重置，其登录已全部退出。请通知本人用密码登录后重新设置。")
        return redirect("people:person", pk=pk)
    return _form_page(request, form, f"{found.name}：重置两步验证", reverse("people:person", args=[pk]), "确认重置")


@access.when(may_manage_people)
@require_POST
def end_session(request: PostRequest, pk: int, mark: str) -> HttpResponse:
    found = session_of(_person(request, pk).open_sessions, mark)
    services.end_session(found, by=request.post)
    messages.success(request, f"“{found.label}”已退出登录。")
    return redirect("people:person", pk=pk)


@access.when(may_manage_people)
@require_POST
def revoke_phone(request: PostRequest, pk: int) -> HttpResponse:
    """A lost phone: its owner calls the office."""
    owners = User.objects.visible_to(request.post)
    found = get_object_or_404(TrustedPhone.objects.valid(timezone.now()).filter(user__in=owners), pk=pk)
    services.revoke_phone(found, by=request.post)
    messages.success(request, f"已移除“{found.label}”，该手机须重新登录。")
    return redirect("people:person", pk=found.user_id)


@access.when(may_manage_people)
def create_post(request: PostRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    post = request.post
    form = PostForm(request.POST or None, post=post)
    if form.is_valid() and attempt(form, lambda: services.create_post(by=post, user=found, **form.cleaned_data)):
        messages.success(request, "岗位已登记。")
        return redirect("people:person", pk=pk)
    return _form_page(request, form, f"{found.name}：新增岗位", reverse("people:person", args=[pk]))


@access.when(may_manage_people)
def end_post(request: PostRequest, pk: int) -> HttpResponse:
    post = request.post
    ending = get_object_or_404(Post.objects.visible_to(post).with_names(), pk=pk)
    form = EndForm(request.POST or None)
    told: list[str] = []
    if form.is_valid() and attempt(
        form, lambda: told.extend(services.foretell_end(ending, form.cleaned_data["ends_on"]))
    ):
        asked = form.must_ask(told)
        if not asked and attempt(form, lambda: services.end_post(ending, form.cleaned_data["ends_on"], by=post)):
            messages.success(request, "已登记离任。")
            return redirect("people:person", pk=ending.user_id)
    return _end_page(request, form, ending)


def _end_page(request: HttpRequest, form: EndForm, ending: Post) -> HttpResponse:
    """The form; at first with what ending the post today would mean, then with what the chosen day means."""
    today = timezone.localdate()
    open_today = ending.ends_on is None and ending.starts_on <= today
    hanging = services.foretell_end(ending, today) if open_today and not form.is_bound else []
    context = {"form": form, "title": f"{ending}：离任", "hanging": hanging}
    context |= {
        "back": reverse("people:person", args=[ending.user_id]),
        "submit": "确认离任" if form.told else "登记离任",
    }
    return render(request, "people/end_post.html", context, status=status_of(form))


@access.confirmed
@access.when(may_ask)
@never_cache
def ask_reset(request: PostRequest, pk: int) -> HttpResponse:
    """The second code is shown once, to the one who asks."""
    found = _person(request, pk)
    form = WhyForm(request.POST or None)
    asked: list[services.Asked] = []
    if form.is_valid() and attempt(
        form, lambda: asked.append(services.ask_reset(found, by=request.post, **form.cleaned_data))
    ):
        context = {"person": found, "check": asked[0].check, "request_pk": asked[0].request.pk}
        return render(request, "people/check_once.html", context)
    what = "密码和两步验证" if services.has_two_step(found) else "密码"
    return _form_page(request, form, f"{found.name}：申请重置{what}", reverse("people:person", args=[pk]), "提交申请")


@access.when(may_ask)
def ask_post(request: PostRequest, pk: int) -> HttpResponse:
    found, post = _person(request, pk), request.post
    form = AskPostForm(request.POST or None, post=post)
    if form.is_valid() and attempt(form, lambda: services.ask_post(by=post, user=found, **form.cleaned_data)):
        return _asked(request, pk)
    return _form_page(request, form, f"{found.name}：申请新增岗位", reverse("people:person", args=[pk]), "提交申请")


@access.when(may_ask)
def ask_end(request: PostRequest, pk: int) -> HttpResponse:
    ending = get_object_or_404(Post.objects.visible_to(request.post).with_names(), pk=pk)
    form = AskEndForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: _ask_end(ending, request.post, **form.cleaned_data)):
        return _asked(request, ending.user_id)
    back = reverse("people:person", args=[ending.user_id])
    return _form_page(request, form, f"{ending}：申请离任", back, "提交申请")


def _ask_end(ending: Post, by: Post, *, ends_on: date, reason: str) -> None:
    services.ask_end(ending, ends_on, by=by, reason=reason)


@access.when(may_ask)
def ask_disable(request: PostRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    form = WhyForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: services.ask_disable(found, by=request.post, **form.cleaned_data)):
        return _asked(request, pk)
    return _form_page(request, form, f"{found.name}：申请停用", reverse("people:person", args=[pk]), "提交申请")


def _asked(request: PostRequest, pk: int) -> HttpResponse:
    messages.success(request, "已提交，安全管理员确认后生效。")
    return redirect("people:person", pk=pk)


@access.when(may_manage_people)
def departments(request: PostRequest) -> HttpResponseBase:
    return show(request, DEPARTMENTS, departments_of(request.post))


@access.when(may_manage_people)
def create_department(request: PostRequest) -> HttpResponse:
    post = request.post
    form = DepartmentNewForm(request.POST or None, post=post)
    if form.is_valid() and attempt(form, lambda: services.create_department(by=post, **form.cleaned_data)):
        messages.success(request, "单位已登记。")
        return redirect("people:departments")
    return _form_page(request, form, "新增单位", reverse("people:departments"))


@access.when(may_manage_people)
def enter_units(request: PostRequest) -> HttpResponse:
    """一并登记: the units that a ledger names (``name``, repeated) and nobody has entered; back to its dry run."""
    units = services.units_called(request.GET.getlist("name")[:MOST_UNITS], by=request.post)
    onward = request.POST.get("back") or request.headers.get("referer", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    # A word alone would be taken for the name of a page.
    back = onward if safe and "/" in onward else reverse("people:departments")
    form = UnitsForm(request.POST or None, units=units, initial={"back": back})
    if not units:
        messages.info(request, "这些单位都已登记。")
        return redirect(back)
    if form.is_valid():
        made = services.enter_units(form.cleaned_data["names"], by=request.post)
        messages.success(request, f"已登记 {len(made)} 个单位，类别和名称可以在“单位”里修改。")
        return redirect(back)
    return _form_page(request, form, "登记台账里的单位", back, submit="登记勾选的单位")


@access.when(may_manage_people)
def fill_towns(request: PostRequest) -> HttpResponse:
    """按行政区划补齐乡镇政府: which would be entered, and one button."""
    if request.method == "POST":
        made = services.fill_towns(by=request.post)
        messages.success(request, f"已登记 {len(made)} 个乡镇政府（街道办事处）。" if made else "各乡镇政府都已登记。")
        return redirect("people:departments")
    return render(request, "people/fill_towns.html", {"lacking": services.lacking_towns(by=request.post)})


@access.when(may_manage_people)
def edit_department(request: PostRequest, pk: int) -> HttpResponse:
    post = request.post
    unit = get_object_or_404(Department.objects.visible_to(post), pk=pk)
    initial = {name: getattr(unit, name) for name in ("name", "kind", "phone", "is_active")}
    form = DepartmentEditForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(form, lambda: services.edit_department(unit, by=post, **form.cleaned_data)):
        messages.success(request, "已保存。")
        return redirect("people:departments")
    return _form_page(request, form, f"修改单位：{unit.name}", reverse("people:departments"))


@access.when(may_manage_people)
def regions(request: PostRequest) -> HttpResponseBase:
    if request.GET.get("export"):
        return show(request, REGIONS, regions_of(request.post))
    scope = Region.objects.visible_to(request.post)
    return render(request, "people/regions.html", {"tree": tree_of(scope)})


@access.when(may_manage_people)
def region(request: PostRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Region.objects.visible_to(request.post), pk=code)
    return render(request, "people/region.html", {"region": found, "children": found.children.order_by("code")})


@access.when(may_manage_people)
def import_regions(request: PostRequest) -> HttpResponse:
    return show_import(request, regions_in.SPEC)
