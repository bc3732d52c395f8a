"""资料: one page from which the registers, the library, the groups, the hearings and the volumes are reached."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from members.templatetags.page import url_of

# Icon, word, what it is, the page, the permission that it asks for.
SHELVES = (
    (
        "book",
        "制度文件",
        "督办方案、考核办法、工作细则，现行版本和历次版本",
        "rooms:rules",
        "rooms.view_rule_documents",
    ),
    ("users", "会议登记", "三级动员会、部署会、培训会，到会人数和签到表", "rooms:assemblies", "rooms.view_registers"),
    ("id", "工作人员职责", "联络员、指导员、协调员、宣传员，缺位的联络室", "rooms:duties", "rooms.view_duties"),
    ("sitemap", "领导小组", "市、乡镇（街道）、村（社区）三级，职责和名单", "rooms:groups", "rooms.view_registers"),
    ("phone", "工作指导组", "联系人、电话，联系的区域和联络室", "rooms:contacts", "rooms.view_contacts"),
    ("clipboard-text", "听取汇报", "汇报了什么，提出了什么要求，落实得怎样", "rooms:hearings", "rooms.view_hearings"),
    ("archive", "年度归档卷", "各联络室一年一卷，缺少的材料列在备考表", "reports:volumes", "reports.view_volume"),
)


@may("rooms.view_rule_documents")
@require_GET
def papers(request):
    shelves = [
        {"icon": icon, "word": word, "text": text, "url": url}
        for icon, word, text, name, permission in SHELVES
        if request.user.has_perm(permission) and (url := url_of(name))
    ]
    return render(request, "rooms/papers.html", {"shelves": shelves})
