{# On the newest days, no organization lost more than half of its apps since its previous loaded day. #}
{% test no_sharp_drop(model, least_apps=10, newest_days=7) %}
select organization, previous_day, date, previous_apps, apps
from (
    select
        organization,
        date,
        apps,
        lag(date) over (partition by organization order by date) as previous_day,
        lag(apps) over (partition by organization order by date) as previous_apps,
        max(date) over (partition by organization) as newest_day
    from {{ model }}
) as days
where previous_apps >= {{ least_apps }} and apps * 2 < previous_apps
    and date > {{ days_before('newest_day', newest_days) }}
{% endtest %}
