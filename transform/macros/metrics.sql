{# The columns of the metrics as the tap names them, and what the models call them. #}
{% macro metric_names(daily=true) %}
  {% set names = {
    'metrics_app': 'apps',
    'metrics_form_coop': 'standard_forms',
    'metrics_form_workflow': 'workflow_forms',
    'metrics_dash': 'dashboards',
    'metrics_etl': 'data_factories',
    'metrics_aggregate': 'aggregate_tables',
    'metrics_public_link': 'public_links',
    'metrics_data_trigger': 'smart_assistants',
    'metrics_automation': 'automations',
    'metrics_bpa': 'process_analyses',
    'metrics_data': 'data',
  } %}
  {% if daily %}
    {% do names.update({
      'metrics_daily_automation_exec': 'automation_runs',
      'metrics_daily_attachment_upload': 'attachment_bytes',
    }) %}
  {% endif %}
  {% do return(names) %}
{% endmacro %}


{% macro metrics(daily=true) %}
  {%- for column, name in metric_names(daily).items() %}
    cast({{ column }} as {{ dbt.type_bigint() }}) as {{ name }},
  {%- endfor %}
{% endmacro %}


{# sum() widens the type, each warehouse in its own way. #}
{% macro total(expression) -%}
  cast(sum({{ expression }}) as {{ dbt.type_bigint() }})
{%- endmacro %}


{# A part of a whole, from 0 to 1; dbt.type_float() has only 7 digits on DuckDB. #}
{% macro share(part, whole) -%}
  cast({{ part }} as {{ 'float64' if target.type == 'bigquery' else 'float8' }}) / nullif({{ whole }}, 0)
{%- endmacro %}
