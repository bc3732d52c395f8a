from django.urls import path

from members.views import (
    accounts,
    channels,
    contacts,
    display,
    drafts,
    files,
    finding,
    jobs,
    ledger,
    me,
    notices,
    phrases,
    places,
    pools,
    reaches,
    roles,
    roll,
)

app_name = "members"

# Services of every page: files, drafts, large print.
service_patterns = [
    path("large-print/", display.large_print, name="large_print"),
    path("files/", files.upload, name="upload"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/small/", files.thumbnail, name="thumbnail"),
    path("files/<int:pk>/remove/", files.remove_file, name="remove_file"),
    path("files/<int:pk>/take-away/", files.take_file_away, name="take_file_away"),
    path("drafts/save/", drafts.save_draft, name="save_draft"),
]

# What is one's own.
own_patterns = [
    path("me/", me.me, name="me"),
    path("me/sign-out-elsewhere/", me.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<int:pk>/discard/", drafts.discard_draft, name="discard_draft"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_notices, name="read_notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
]

# Accounts and roles, in two hands.
account_patterns = [
    path("users/", accounts.accounts, name="accounts"),
    path("users/new/", accounts.new_account, name="new_account"),
    path("users/<int:pk>/", accounts.account, name="account"),
    path("users/<int:pk>/edit/", accounts.edit_account, name="edit_account"),
    path("users/<int:pk>/password/", accounts.reset_password, name="reset_password"),
    path("users/<int:pk>/disable/", accounts.disable_account, name="disable_account"),
    path("users/<int:pk>/enable/", accounts.enable_account, name="enable_account"),
    path("users/<int:pk>/second-factor/", roles.forget_second_factor, name="forget_second_factor"),
    path("users/<int:pk>/roles/new/", roles.grant_role, name="grant_role"),
    path("roles/<int:pk>/end/", roles.end_role, name="end_role"),
    path("roles/policies/", roles.role_policies, name="role_policies"),
    path("roles/policies/second-factor/", roles.ask_second_factor, name="ask_second_factor"),
]

# How notices leave the system, and what reaches oneself.
channel_patterns = [
    path("channels/", channels.channels, name="channels"),
    path("channels/new/<slug:kind>/", channels.new_channel, name="new_channel"),
    path("channels/<int:pk>/", channels.edit_channel, name="edit_channel"),
    path("channels/<int:pk>/try/", channels.try_channel, name="try_channel"),
    path("deliveries/", channels.deliveries, name="deliveries"),
    path("deliveries/resend/", channels.resend_deliveries, name="resend_deliveries"),
    path("deliveries/void/", channels.void_deliveries, name="void_deliveries"),
    path("me/reaches/", reaches.reaches, name="reaches"),
    path("me/reaches/<int:pk>/address/", reaches.ask_code, name="ask_code"),
    path("me/reaches/<int:pk>/code/", reaches.prove_address, name="prove_address"),
]

# Regions, units, the roll of members.
place_patterns = [
    path("regions/", places.regions, name="regions"),
    path("regions/new/", places.new_region, name="new_region"),
    path("regions/<int:pk>/", places.edit_region, name="edit_region"),
    path("units/", places.units, name="units"),
    path("units/new/", places.new_unit, name="new_unit"),
    path("units/<int:pk>/", places.edit_unit, name="edit_unit"),
    path("members/", roll.members, name="members"),
    path("members/new/", roll.new_member, name="new_member"),
    path("members/<int:pk>/", roll.member, name="member"),
    path("members/<int:pk>/edit/", roll.edit_member, name="edit_member"),
    path("members/<int:pk>/contacts/new/", contacts.new_contact, name="new_contact"),
    path("members/contacts/<int:pk>/", contacts.edit_contact, name="edit_contact"),
    path("members/contacts/<int:pk>/end/", contacts.end_contact, name="end_contact"),
    path("members/terms/", roll.terms, name="terms"),
    path("members/terms/new/", roll.new_term, name="new_term"),
    path("members/terms/<int:pk>/", roll.edit_term, name="edit_term"),
]

# 人才库: whom a room can ask about a topic.
pool_patterns = [
    path("pools/", pools.pools, name="pools"),
    path("pools/fits/", pools.who_fits, name="who_fits"),
    path("pools/people/new/", pools.new_expert, name="new_expert"),
    path("pools/people/<int:pk>/", pools.edit_expert, name="edit_expert"),
    path("pools/tags/", pools.tags, name="tags"),
    path("pools/tags/new/", pools.new_tag, name="new_tag"),
    path("pools/tags/<int:pk>/", pools.edit_tag, name="edit_tag"),
    path("pools/tags/<int:pk>/remove/", pools.remove_tag, name="remove_tag"),
]

# 答复用语: what a unit writes again and again.
phrase_patterns = [
    path("phrases/", phrases.phrases, name="phrases"),
    path("units/<int:pk>/phrases/new/", phrases.new_phrase, name="new_phrase"),
    path("phrases/<int:pk>/", phrases.phrase, name="phrase"),
    path("phrases/<int:pk>/edit/", phrases.edit_phrase, name="edit_phrase"),
    path("phrases/<int:pk>/remove/", phrases.remove_phrase, name="remove_phrase"),
]

find_patterns = [
    path("find/regions/", finding.find_regions, name="find_regions"),
    path("find/units/", finding.find_units, name="find_units"),
    path("find/users/", finding.find_users, name="find_users"),
    path("find/members/", finding.find_members, name="find_members"),
]

urlpatterns = [
    *service_patterns,
    *own_patterns,
    *account_patterns,
    *channel_patterns,
    *place_patterns,
    *pool_patterns,
    *phrase_patterns,
    *find_patterns,
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/texts/<int:pk>/erase/", ledger.erase_text, name="erase_text"),
]
