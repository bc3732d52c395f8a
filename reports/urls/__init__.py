from django.urls import path

from reports.urls.points import points_patterns
from reports.views import (
    albums,
    articles,
    asked,
    asked_figures,
    asked_many,
    asked_people,
    batches,
    bulletin_acts,
    bulletins,
    case_studies,
    contributions,
    dashboard,
    distribution,
    distribution_lists,
    document,
    duty,
    export,
    feed,
    figures,
    health,
    highlights,
    history,
    inspection_acts,
    inspections,
    late,
    library,
    monthly,
    my_page,
    periodic,
    periodic_acts,
    prints,
    problems,
    quotas,
    verify,
    volumes,
    wordings,
    workbench,
    workbooks,
)

app_name = "reports"

# Pages that look across apps.
across_patterns = [
    path("", workbench.workbench, name="workbench"),
    path("workbench/year/", workbench.workbench_year, name="workbench_year"),
    path("workbench/rooms/", workbench.workbench_rooms, name="workbench_rooms"),
    path("search/", workbench.search, name="search"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/wall/", dashboard.wall, name="wall"),
    path("dashboard/attention/", dashboard.attention, name="dashboard_attention"),
    path("dashboard/records/<slug:measure>/", dashboard.records, name="dashboard_records"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:code>/", figures.figure_records, name="figure_records"),
    path("figures/rates/<slug:code>/", figures.rate_records, name="rate_records"),
    path("history/", history.history, name="history"),
    path("healthz", health.healthz, name="healthz"),
]

# 承办件: everything that units are asked for.
asked_patterns = [
    path("asked/", asked.asked, name="asked"),
    path("asked/late/", late.asked_late, name="asked_late"),
    path("asked/month/", monthly.asked_month, name="asked_month"),
    path("asked/figures/", asked_figures.asked_figures, name="asked_figures"),
    path("asked/act/", asked_many.act_on_asked, name="act_on_asked"),
    path("asked/people/", asked_people.asked_people, name="asked_people"),
    path("units/<int:pk>/desks/new/", asked_people.new_desk, name="new_desk"),
    path("desks/<int:pk>/", asked_people.edit_desk, name="edit_desk"),
    path("desks/<int:pk>/end/", asked_people.end_desk, name="end_desk"),
    path("units/<int:pk>/absences/new/", asked_people.new_absence, name="new_absence"),
    path("absences/<int:pk>/cancel/", asked_people.cancel_absence, name="cancel_absence"),
    path("units/<int:pk>/hand-over/", asked_people.hand_over_all, name="hand_over_all"),
    path("hand-overs/<int:pk>/", asked_people.hand_over, name="hand_over"),
    path("hand-overs/<int:pk>/receive/", asked_people.receive_hand_over, name="receive_hand_over"),
]

# Lists to Excel.
export_patterns = [
    path("exports/<slug:kind>/", export.export_list, name="export_list"),
    path("exports/files/<int:pk>/", export.exported_file, name="exported_file"),
]

# 次数要求: all of them, those of one room or member or group, and the records behind one.
quota_patterns = [
    path("quotas/", quotas.quotas, name="quotas"),
    path("rooms/<int:pk>/quotas/", quotas.room_quotas, name="room_quotas"),
    path("rooms/<int:pk>/quotas/<int:number>/", quotas.room_quota, name="room_quota"),
    path("members/<int:pk>/quotas/", quotas.member_quotas, name="member_quotas"),
    path("members/<int:pk>/quotas/<int:number>/", quotas.member_quota, name="member_quota"),
    path("quotas/<slug:kind>/<int:pk>/", quotas.group_quotas, name="group_quotas"),
    path("quotas/<slug:kind>/<int:pk>/<int:number>/", quotas.group_quota, name="group_quota"),
]

# 履职档案: what a member did.
duty_patterns = [
    path("duty/", duty.duty_list, name="duty_list"),
    path("me/page/", my_page.my_page, name="my_page"),
    path("me/duty/", duty.my_duty, name="my_duty"),
    path("members/<int:pk>/duty/", duty.duty_file, name="duty_file"),
]

# Printed documents, their panel and the page that verifies them.
document_patterns = [
    path("documents/<int:pk>/", document.document, name="document"),
    path("documents/<int:pk>/progress/", document.document_progress, name="document_progress"),
    path("documents/<int:pk>/pages/<int:number>/", document.document_picture, name="document_picture"),
    path("documents/<int:pk>/file.<slug:form>", document.document_file, name="document_file"),
    path("documents/<int:pk>/retry/", document.retry_document, name="retry_document"),
    path("documents/<slug:kind>/<int:pk>/", document.paper, name="paper"),
    path("documents/<slug:kind>/<int:pk>/order/", document.order_document, name="order_document"),
    path("documents/<slug:kind>/<int:pk>/panel/", document.document_panel, name="document_panel"),
    path("feeds/<str:token>.ics", feed.feed, name="feed"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<slug:code>/", verify.verify_document, name="verify_document"),
]

# 督办检查: the coverage of a month, its problems, one inspection and what is done about it.
inspection_patterns = [
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections/problems/", inspections.inspection_problems, name="inspection_problems"),
    path("inspections/summary/", inspections.inspection_summary, name="inspection_summary"),
    path("inspections/<int:pk>/", inspections.inspection, name="inspection"),
    path("inspections/<int:pk>/edit/", inspection_acts.edit_inspection, name="edit_inspection"),
    path("inspections/<int:pk>/drop/", inspection_acts.drop_inspection, name="drop_inspection"),
    path("inspections/<int:pk>/reply/", inspection_acts.reply_inspection, name="reply_inspection"),
    path("inspections/problems/<int:pk>/judge/", inspection_acts.judge_problem, name="judge_problem"),
    path("inspections/problems/<int:pk>/objection/", inspection_acts.answer_objection, name="answer_objection"),
    path("rooms/<int:pk>/inspect/", inspection_acts.inspect_room, name="inspect_room"),
    path("rooms/<int:pk>/inspections/", inspections.room_inspections, name="room_inspections"),
]

# Excel in and out.
workbook_patterns = [
    path("workbooks/", workbooks.workbooks, name="workbooks"),
    path("workbooks/<slug:kind>/", workbooks.workbook, name="workbook"),
    path("workbooks/<slug:kind>/template.xlsx", workbooks.workbook_template, name="workbook_template"),
    path("workbooks/<slug:kind>/export.xlsx", workbooks.workbook_export, name="workbook_export"),
    path("imports/<int:pk>/", workbooks.workbook_import, name="workbook_import"),
    path("imports/<int:pk>/marked.xlsx", workbooks.marked_workbook, name="marked_workbook"),
    path("imports/<int:pk>/write/", workbooks.write_workbook, name="write_workbook"),
    path("imports/<int:pk>/check/", workbooks.check_workbook, name="check_workbook"),
    path("imports/<int:pk>/discard/", workbooks.discard_workbook, name="discard_workbook"),
]

# Registers on paper.
print_patterns = [
    path("duties/print/", prints.print_duties, name="print_duties"),
    path("rooms/<int:pk>/duties/print/", prints.print_room_duties, name="print_room_duties"),
    path("groups/<int:pk>/print/", prints.print_group, name="print_group"),
    path("guidance/print/", prints.print_contacts, name="print_contacts"),
    path("prints/<int:pk>/", prints.printed, name="printed"),
    path("prints/batch/<slug:kind>/", batches.print_batch, name="print_batch"),
]

# How a unit words its papers.
WORDING = "wordings/<int:pk>/<slug:kind>/"
wording_patterns = [
    path("wordings/", wordings.wordings, name="wordings"),
    path(WORDING, wordings.wording, name="wording"),
    path(f"{WORDING}preview/", wordings.preview_wording, name="preview_wording"),
    path(f"{WORDING}house/", wordings.use_house_wording, name="use_house_wording"),
]

# Archive volumes of rooms.
volume_patterns = [
    path("volumes/", volumes.volumes, name="volumes"),
    path("volumes/pack/<int:year>/", volumes.pack_volumes, name="pack_volumes"),
    path("volumes/<int:pk>/", volumes.volume, name="volume"),
    path("volumes/<int:pk>/<slug:which>.pdf", volumes.volume_file, name="volume_file"),
    path("volumes/<int:pk>/retry/", volumes.retry_volume, name="retry_volume"),
    path("rooms/<int:pk>/volumes/", volumes.room_volumes, name="room_volumes"),
    path("rooms/<int:pk>/volumes/<int:year>/order/", volumes.order_volume, name="order_volume"),
]

# 督办报告、通报、工作总结.
periodic_patterns = [
    path("periodic/", periodic.periodic_reports, name="periodic_reports"),
    path("periodic/new/", periodic_acts.make_periodic, name="make_periodic"),
    path("periodic/rounds/<int:pk>/resume/", periodic_acts.resume_round, name="resume_round"),
    path("periodic/rounds/<int:pk>/publish/", periodic_acts.publish_round, name="publish_round"),
    path("periodic/<int:pk>/", periodic.periodic_report, name="periodic_report"),
    path("periodic/<int:pk>/annex.xlsx", periodic.periodic_annex, name="periodic_annex"),
    path("periodic/<int:pk>/figures/<slug:code>/", periodic.periodic_records, name="periodic_records"),
    path("periodic/<int:pk>/edit/", periodic_acts.edit_periodic, name="edit_periodic"),
    path("periodic/<int:pk>/recount/", periodic_acts.recount_periodic, name="recount_periodic"),
    path("periodic/<int:pk>/publish/", periodic_acts.publish_periodic, name="publish_periodic"),
    path("periodic/<int:pk>/correct/", periodic_acts.correct_periodic, name="correct_periodic"),
    path("periodic/<int:pk>/drop/", periodic_acts.drop_correction, name="drop_correction"),
]

# 分发签收 of published papers.
distribution_patterns = [
    path("distributions/<slug:kind>/<int:pk>/send/", distribution.distribute_paper, name="distribute_paper"),
    path("distributions/<slug:kind>/<int:pk>/remind/", distribution.remind_receipts, name="remind_receipts"),
    path("distributions/<int:pk>/acknowledge/", distribution.acknowledge_paper, name="acknowledge_paper"),
    path("distributions/<int:pk>/receipt/", distribution.enter_receipt, name="enter_receipt"),
    path("distribution-lists/", distribution_lists.distribution_lists, name="distribution_lists"),
    path(
        "units/<int:pk>/distribution-lists/new/",
        distribution_lists.new_distribution_list,
        name="new_distribution_list",
    ),
    path("distribution-lists/<int:pk>/edit/", distribution_lists.edit_distribution_list, name="edit_distribution_list"),
    path(
        "distribution-lists/<int:pk>/remove/",
        distribution_lists.remove_distribution_list,
        name="remove_distribution_list",
    ),
]

# What is told of the work.
telling_patterns = [
    path("articles/", articles.articles, name="articles"),
    path("articles/new/", articles.new_article, name="new_article"),
    path("articles/find/cases/", articles.find_cases, name="find_cases"),
    path("articles/<int:pk>/", articles.article, name="article"),
    path("articles/<int:pk>/edit/", articles.edit_article, name="edit_article"),
    path("articles/<int:pk>/confirm/", articles.confirm_article, name="confirm_article"),
    path("articles/<int:pk>/strike/", articles.strike_article, name="strike_article"),
    path("highlights/", highlights.highlights, name="highlights"),
    path("highlights/<int:pk>/edit/", highlights.edit_highlight, name="edit_highlight"),
    path("highlights/<int:pk>/remove/", highlights.remove_highlight, name="remove_highlight"),
    path("highlights/cases/<int:pk>/", highlights.case_highlight, name="case_highlight"),
    path("highlights/cases/<int:pk>/mark/", highlights.mark_case, name="mark_case"),
    path("highlights/matters/<int:pk>/", highlights.matter_highlight, name="matter_highlight"),
    path("highlights/matters/<int:pk>/mark/", highlights.mark_matter, name="mark_matter"),
    path("highlights/activities/<int:pk>/", highlights.activity_highlight, name="activity_highlight"),
    path("highlights/activities/<int:pk>/mark/", highlights.mark_activity, name="mark_activity"),
    path("contributions/", contributions.contributions, name="contributions"),
    path("contributions/new/", contributions.new_contribution, name="new_contribution"),
    path("contributions/<int:pk>/", contributions.contribution, name="contribution"),
    path("contributions/<int:pk>/edit/", contributions.edit_contribution, name="edit_contribution"),
    path("contributions/<int:pk>/withdraw/", contributions.withdraw_contribution, name="withdraw_contribution"),
    path("contributions/<int:pk>/return/", contributions.return_contribution, name="return_contribution"),
    path("contributions/<int:pk>/decline/", contributions.decline_contribution, name="decline_contribution"),
    path("contributions/<int:pk>/adopt/", bulletin_acts.adopt_contribution, name="adopt_contribution"),
    path("albums/", albums.albums, name="albums"),
    path("albums/new/", albums.new_album, name="new_album"),
    path("albums/<int:pk>/", albums.album, name="album"),
    path("albums/<int:pk>/album.pdf", albums.album_file, name="album_file"),
    path("albums/<int:pk>/retry/", albums.retry_album, name="retry_album"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/new/", bulletins.new_bulletin, name="new_bulletin"),
    path("bulletins/numbers/", bulletins.start_numbers, name="start_numbers"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/edit/", bulletins.edit_bulletin, name="edit_bulletin"),
    path("bulletins/<int:pk>/choose/", bulletin_acts.choose_items, name="choose_items"),
    path("bulletins/<int:pk>/write/", bulletin_acts.write_item, name="write_item"),
    path("bulletins/<int:pk>/issue/", bulletin_acts.issue_bulletin, name="issue_bulletin"),
    path("bulletins/<int:pk>/drop/", bulletin_acts.drop_bulletin, name="drop_bulletin"),
    path("bulletins/items/<int:pk>/edit/", bulletin_acts.edit_item, name="edit_item"),
    path("bulletins/items/<int:pk>/move/", bulletin_acts.move_item, name="move_item"),
    path("bulletins/items/<int:pk>/take-out/", bulletin_acts.take_out_item, name="take_out_item"),
]

# What the offices learn from many consultations.
library_patterns = [
    path("problems/", problems.problems, name="problems"),
    path("problems/<int:pk>/", problems.problem, name="problem"),
    path("problems/<int:pk>/set-aside/", problems.set_aside_problem, name="set_aside_problem"),
    path("problems/<int:pk>/resume/", problems.resume_problem, name="resume_problem"),
    path("problems/<int:pk>/publish/", problems.publish_problem, name="publish_problem"),
    path("problem-sources/<int:pk>/take-out/", problems.take_out_source, name="take_out_source"),
    path("problem-sources/<int:pk>/put-back/", problems.put_back_source, name="put_back_source"),
    path("library/", library.topic_library, name="topic_library"),
    path("library/voices/", library.voice_library, name="voice_library"),
    path("library/cases/", case_studies.case_studies, name="case_studies"),
    path("library/cases/<int:pk>/", case_studies.case_study, name="case_study"),
    path("library/cases/<int:pk>/edit/", case_studies.edit_case_study, name="edit_case_study"),
    path("library/cases/<int:pk>/submit/", case_studies.submit_case_study, name="submit_case_study"),
    path("library/cases/<int:pk>/take-back/", case_studies.take_back_case_study, name="take_back_case_study"),
    path("library/cases/<int:pk>/adopt/", case_studies.adopt_case_study, name="adopt_case_study"),
    path("library/cases/<int:pk>/return/", case_studies.return_case_study, name="return_case_study"),
    path("consultations/<int:pk>/case/", case_studies.write_case_study, name="write_case_study"),
]

_figures = [*across_patterns, *asked_patterns, *export_patterns, *quota_patterns, *duty_patterns, *points_patterns]
_papers = [*document_patterns, *workbook_patterns, *volume_patterns, *inspection_patterns, *print_patterns]
_rest = [*wording_patterns, *distribution_patterns, *periodic_patterns, *telling_patterns, *library_patterns]
urlpatterns = [*_figures, *_papers, *_rest]
