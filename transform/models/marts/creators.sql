select
    organization,
    creator_member_id,
    max(creator_name) as creator_name,
    count(*) as apps,
    {{ number_of('is_inactive') }} as inactive_apps,
    {{ total('data') }} as data,
    sum(data_share) as data_share,
    max(case when creator_is_member then 1 when not creator_is_member then 0 end) = 1 as is_member
from {{ ref('apps') }}
where is_current and creator_member_id is not null
group by organization, creator_member_id
