{# The columns of a stream's metrics, and what the models call them. #}
{% macro metric_names(stream) %}
  {# [[[cog import model_parts as parts; cog.out(parts.metric_names()) ]]] #}
  {% set metrics = [
    ["metrics_app", "apps", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_form_coop", "standard_forms", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_form_workflow", "workflow_forms", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_dash", "dashboards", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_etl", "data_factories", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_aggregate", "aggregate_tables", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_public_link", "public_links", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_data_trigger", "smart_assistants", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_automation", "automations", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_bpa", "process_analyses", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_data", "records", ["app_usage", "member_usage", "platform_usage"]],
    ["metrics_daily_automation_exec", "automation_runs", ["app_usage", "platform_usage"]],
    ["metrics_daily_attachment_upload", "attachment_bytes", ["app_usage", "platform_usage"]],
  ] %}
  {# [[[end]]] #}
  {% set names = {} %}
  {% for column, name, streams in metrics if stream in streams %}
    {% do names.update({column: name}) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{% macro metrics(stream) %}
  {%- for column, name in metric_names(stream).items() %}
    case when {{ is_possible(column) }} then cast({{ column }} as {{ dbt.type_bigint() }}) end as {{ name }},
  {%- endfor %}
{% endmacro %}


{# Whether a figure is at most 10^15 in size: the sum of 9,000 apps then fits in 64 bits. #}
{% macro is_possible(metric) -%}
  cast({{ metric }} as {{ dbt.type_bigint() }}) between -1000000000000000 and 1000000000000000
{%- endmacro %}


{# sum() widens the type, each warehouse in its own way. #}
{% macro total(expression) -%}
  cast(sum({{ expression }}) as {{ dbt.type_bigint() }})
{%- endmacro %}


{# How many rows a judgment is true for; null if it is null for all. #}
{% macro number_of(judgment) -%}
  {{ total('case when ' ~ judgment ~ ' then 1 when not ' ~ judgment ~ ' then 0 end') }}
{%- endmacro %}


{# A part of a whole, from 0 to 1; dbt.type_float() has only 7 digits on DuckDB. #}
{% macro share(part, whole) -%}
  cast({{ part }} as {{ 'float64' if target.type == 'bigquery' else 'float8' }}) / nullif({{ whole }}, 0)
{%- endmacro %}


{% macro as_text(value) -%}
  cast({{ value }} as {{ dbt.type_string() }})
{%- endmacro %}


{# The metrics that count what happened on a day; all others are what is held. #}
{% macro daily_metrics() %}
  {%- set daily = [] -%}
  {%- for column, name in metric_names('app_usage').items() if column.startswith('metrics_daily_') -%}
    {%- do daily.append(name) -%}
  {%- endfor -%}
  {{ return(daily) }}
{% endmacro %}


{# The figure of the metric that a column names, from the row of a model with a column for each metric. #}
{% macro figure_of(metric, row, without=[]) -%}
  case {{ metric }}
    {%- for name in metric_names('app_usage').values() | reject('in', without) %}
    when '{{ name }}' then {{ row }}.{{ name }}
    {%- endfor %}
  end
{%- endmacro %}
