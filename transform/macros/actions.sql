{# An app of so many records is worth a question if it is gone, and so much growth of one if it is sudden. #}
{% macro records_worth_asking() %}{{ return(1000) }}{% endmacro %}


{# The weeks before the last one that growth is compared with. #}
{% macro weeks_of_range() %}{{ return(8) }}{% endmacro %}


{# Why an app needs somebody, by name: its risk, from 6 (somebody may read data who must not) to 1 (it only costs), and
   what to do; `when` and `since` are expressions on the columns of `known` in usagestats__app_reasons. #}
{% macro reasons() %}
  {% do return({
    'public link opened': {
      'risk': 6,
      'when': 'is_current and public_links > 0 and link_opened_on is not null',
      'since': 'link_opened_on',
      'what_to_do': 'Ask who opened the public link and for whom; close it if nobody outside needs it.',
    },
    'unattended with public links': {
      'risk': 5,
      'when': "status = 'unattended' and public_links > 0",
      'since': 'inactive_since',
      'what_to_do': 'Find somebody who looks after the app, or close its public links.',
    },
    'vanished': {
      'risk': 4,
      'when': 'vanished_on > ' ~ days_before('newest_day', period_days()) ~ ' and records > ' ~ records_worth_asking(),
      'since': 'vanished_on',
      'what_to_do': 'Ask whether it was deleted on purpose; if not, ask the vendor at once whether it can be restored.',
    },
    'sudden growth': {
      'risk': 3,
      'when': 'growth_of_week > largest_growth_before and growth_of_week > ' ~ records_worth_asking(),
      'since': days_before('newest_day', week() - 1),
      'what_to_do': 'Ask what fills the app: an import, an automation that repeats itself, or more use.',
    },
    'creator left': {
      'risk': 2,
      'when': 'is_current and not creator_is_member',
      'since': 'orphaned_since',
      'what_to_do': 'Check who administers the app, and name somebody who is responsible for it.',
    },
    'idle': {
      'risk': 1,
      'when': "status = 'idle'",
      'since': 'inactive_since',
      'what_to_do': 'Ask whether it can be archived; export what has to be kept.',
    },
  }) %}
{% endmacro %}


{# What reasons() says of a reason, as SQL. #}
{% macro of_reason(what, reason='reason') -%}
  case {{ reason }}
    {%- for name, about in reasons().items() %}
    when '{{ name }}' then {{ "'" ~ about[what] ~ "'" if what == 'what_to_do' else about[what] }}
    {%- endfor %}
  end
{%- endmacro %}


{# The address of an app's page: what comes before the ID is the variable app_pages, or else known from the host of the
   tap's api_url. Of several organizations, nobody knows which ones are of that API. #}
{% macro app_page(app_id) -%}
  {%- set hosts = {'api.jiandaoyun.com': 'https://www.jiandaoyun.com/dashboard/app/'} -%}
  {%- set expected = 'the address of an app without its ID, such as https://…/app/' -%}
  {%- set said = checked_var('app_pages', '(https?://[^\\s\'"<>\\\\]+)?', expected) -%}
  {%- set host = modules.re.match('https?://([^/:?#]+)', env_var('TAP_USAGESTATS_API_URL', '')) -%}
  {%- set start = said or (hosts.get(host[1] | lower, '') if host else '') -%}
  {%- set letters = 'abcdefghijklmnopqrstuvwxyz' -%}
  {%- set allowed = letters ~ letters | upper ~ '0123456789_-' -%}
  {%- if not start -%}
    cast(null as {{ dbt.type_string() }})
  {%- else -%}
    case
      when {{ app_id }} <> '' and translate({{ app_id }}, '{{ allowed }}', '') = ''
        {{- '' if said else ' and (select count(*) from ' ~ ref('usagestats__organizations') ~ ') = 1' }}
        then {{ dbt.concat(["'" ~ start ~ "'", app_id]) }}
    end
  {%- endif -%}
{%- endmacro %}
