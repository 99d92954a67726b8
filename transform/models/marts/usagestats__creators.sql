select
    apps.organization,
    apps.creator_member_id,
    max(apps.creator_name) as creator_name,
    max(case when apps.creator_is_member then 1 when not apps.creator_is_member then 0 end) = 1 as is_member,
    max(members.left_on) as left_on,
    count(*) as apps,
    {{ number_of('apps.is_inactive') }} as inactive_apps,
    {{ number_of('apps.is_unattended') }} as unattended_apps,
    {{ number_of('apps.is_idle') }} as idle_apps,
    {{ total('apps.records') }} as records,
    {{ share(total('apps.records'), 'sum(sum(apps.records)) over (partition by apps.organization)') }} as records_share
from {{ ref('usagestats__apps') }} as apps
left join {{ ref('usagestats__members') }} as members
    on apps.organization = members.organization and apps.creator_member_id = members.member_id
where apps.is_current and (apps.creator_member_id is not null or apps.is_orphaned)
group by apps.organization, apps.creator_member_id
