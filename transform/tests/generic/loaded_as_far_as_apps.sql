{# If the stream is loaded, the newest day of each organization is that of app_usage; otherwise, nobody can tell who is
   a member on it. #}
{% test loaded_as_far_as_apps(model) %}
select app_days.organization, max(app_days.date) as newest_day_of_apps
from {{ ref('stg_usagestats__app_usage') }} as app_days
left join (select organization, max(date) as newest_day from {{ model }} group by organization) as newest
    on app_days.organization = newest.organization
where exists (select 1 from {{ model }})
group by app_days.organization, newest.newest_day
having newest.newest_day is null or newest.newest_day < max(app_days.date)
{% endtest %}
