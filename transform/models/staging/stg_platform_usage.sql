{%- set columns = ['date', 'extra'] + metric_names('platform_usage').keys() | list -%}
select
    {{ organization('platform_usage') }} as organization,
    cast(date as date) as date,
    {{- metrics('platform_usage') }}
    cast(extra as {{ dbt.type_string() }}) as extra
from {{ loaded('platform_usage', columns) }}
