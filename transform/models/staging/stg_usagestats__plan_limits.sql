{#- The seed's columns by their names in lower case, because warehouses and projects differ in how they write them. -#}
{%- set written = {} -%}
{%- for column in adapter.get_columns_in_relation(ref('plan_limits')) -%}
  {%- do written.update({column.name | lower: adapter.quote(column.name)}) -%}
{%- endfor -%}
select
    coalesce(cast({{ written.get('organization', 'null') }} as {{ dbt.type_string() }}), '') as organization,
    cast({{ written.get('metric', 'null') }} as {{ dbt.type_string() }}) as metric,
    cast({{ written.get('limit', 'null') }} as {{ dbt.type_bigint() }}) as plan_limit,
    -- BigQuery loads an empty text, not null
    coalesce(nullif(cast({{ written.get('period', 'null') }} as {{ dbt.type_string() }}), ''), 'total') as period,
    cast({{ written.get('valid_from', 'null') }} as date) as valid_from
from {{ ref('plan_limits') }}
