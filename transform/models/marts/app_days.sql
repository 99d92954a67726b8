with usage_days as (
    select
        *,
        {{ utc_plus_8_day('created_at') }} as created_on,
        {{ utc_plus_8_day('last_edit_at') }} as last_edit_on,
        {{ utc_plus_8_day('last_visit_at') }} as last_visit_on
    from {{ ref('stg_app_usage') }}
),

member_days as (
    select distinct organization, date from {{ ref('stg_member_usage') }}
),

judged as (
    select
        usage_days.*,
        case
            when usage_days.last_visit_on > usage_days.date then 0
            else {{ dbt.datediff('usage_days.last_visit_on', 'usage_days.date', 'day') }}
        end as days_since_last_visit,
        case
            when usage_days.creator_member_id is not null and member_days.date is not null
                then members.member_id is not null
        end as creator_is_member
    from usage_days
    left join member_days
        on usage_days.organization = member_days.organization and usage_days.date = member_days.date
    left join {{ ref('stg_member_usage') }} as members
        on
            usage_days.organization = members.organization
            and usage_days.date = members.date
            and usage_days.creator_member_id = members.member_id
)

select
    organization,
    date,
    app_id,
    app_name,
    creator_member_id,
    creator_name,
    created_on,
    last_edit_on,
    last_visit_on,
    {{ unless_missing('last_edit_at', 'coalesce(last_edit_on = date, false)') }} as was_edited,
    {{ unless_missing('last_visit_at', 'coalesce(last_visit_on = date, false)') }} as was_visited,
    days_since_last_visit,
    {%- set is_inactive = 'coalesce(days_since_last_visit >= ' ~ var('inactive_after_days') ~ ', true)' %}
    {{ unless_missing('last_visit_at', is_inactive) }} as is_inactive,
    creator_is_member,
    {%- set is_orphaned = 'coalesce(not creator_is_member, creator_member_id is null)' %}
    {{ unless_missing('creator_member_id', is_orphaned) }} as is_orphaned,
    {%- for name in metric_names('app_usage').values() %}
    {{ name }},
    {%- endfor %}
    standard_forms + workflow_forms as forms,
    data - lag(data) over (partition by organization, app_id order by date) as data_growth
from judged
