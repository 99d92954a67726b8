-- Organizations none of whose creators is a member, on the newest day on which that can be told: their IDs are probably
-- written in two ways, such as hashed in one of the two tables only.
select organization, date
from (
    select organization, date, creator_is_member, max(date) over (partition by organization) as newest_day
    from {{ ref('usagestats__app_days') }}
    where creator_is_member is not null
) as judged
where date = newest_day
group by organization, date
having count(case when creator_is_member then 1 end) = 0
