with member_days as (
    select members.organization, members.date, members.member_id, members.member_name
    from {{ ref('stg_usagestats__member_usage') }} as members
    inner join {{ ref('usagestats__organizations') }} as organizations
        on members.organization = organizations.organization and members.date >= organizations.first_day
),

days as (
    select organization, date, lead(date) over (partition by organization order by date) as next_day
    from (select distinct organization, date from member_days) as loaded_days
),

seen as (
    select organization, member_id, min(date) as first_seen_on, max(date) as last_seen_on
    from member_days
    group by organization, member_id
),

created as (
    select organization, creator_member_id, count(*) as apps_created, {{ total('records') }} as records
    from {{ ref('usagestats__apps') }}
    where is_current
    group by organization, creator_member_id
)

select
    seen.organization,
    seen.member_id,
    last_day.member_name,
    coalesce(created.apps_created, 0) as apps_created,
    created.records,
    seen.first_seen_on,
    seen.last_seen_on,
    days.next_day as left_on
from seen
inner join member_days as last_day
    on
        seen.organization = last_day.organization
        and seen.member_id = last_day.member_id
        and seen.last_seen_on = last_day.date
inner join days on seen.organization = days.organization and seen.last_seen_on = days.date
left join created on seen.organization = created.organization and seen.member_id = created.creator_member_id
