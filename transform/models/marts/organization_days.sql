with sums as (
    select
        organization,
        date,
        count(*) as apps,
        {{ total('forms') }} as forms,
        {{ total('dashboards') }} as dashboards,
        {{ total('automations') }} as automations,
        {{ total('data') }} as data,
        {{ number_of('is_inactive') }} as inactive_apps,
        {{ number_of('is_orphaned') }} as orphaned_apps,
        {{ total('automation_runs') }} as automation_runs,
        {{ total('attachment_bytes') }} as attachment_bytes
    from {{ ref('app_days') }}
    group by organization, date
),

change_counts as (
    select
        organization,
        date,
        count(case when change = 'appeared' then 1 end) as apps_appeared,
        count(case when change = 'vanished' then 1 end) as apps_vanished
    from {{ ref('app_changes') }}
    group by organization, date
)

select
    sums.organization,
    sums.date,
    sums.apps,
    sums.forms,
    sums.dashboards,
    sums.automations,
    sums.data,
    sums.data - lag(sums.data) over (partition by sums.organization order by sums.date) as data_growth,
    coalesce(change_counts.apps_appeared, 0) as apps_appeared,
    coalesce(change_counts.apps_vanished, 0) as apps_vanished,
    sums.inactive_apps,
    sums.orphaned_apps,
    sums.automation_runs,
    sums.attachment_bytes,
    platform.apps as apps_reported,
    platform.data as data_reported,
    platform.apps - sums.apps as apps_difference,
    platform.data - sums.data as data_difference
from sums
left join change_counts on sums.organization = change_counts.organization and sums.date = change_counts.date
left join {{ ref('stg_platform_usage') }} as platform
    on sums.organization = platform.organization and sums.date = platform.date
