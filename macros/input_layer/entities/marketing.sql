{#- The shapes of campaigns, content and the interactions with them; what the entries mean: entity_columns. -#}
{%- macro marketing_entities() -%}
    {{ return({
        'campaigns': {
            'key': ['campaign_id'],
            'columns': [
                {'name': 'campaign_id', 'type': 'text', 'required': true},
                {'name': 'name', 'type': 'text', 'required': true},
                {'name': 'channel', 'type': 'text', 'required': true, 'form': 'code'},
                {'name': 'owner_id', 'type': 'text', 'references': 'users'},
                {'name': 'starts_on', 'type': 'date'},
                {'name': 'ends_on', 'type': 'date', 'may_be_open': true, 'not_before': 'starts_on'},
                {'name': 'is_abm', 'type': 'boolean'},
                {'name': 'budget', 'type': 'money', 'at_least': 0},
                {'name': 'currency', 'type': 'text', 'form': 'currency'},
            ],
        },
        'campaign_members': {
            'key': ['campaign_id', 'person_id', 'status', 'changed_at'],
            'columns': [
                {'name': 'campaign_id', 'type': 'text', 'required': true, 'references': 'campaigns'},
                {'name': 'person_id', 'type': 'text', 'required': true, 'references': 'people'},
                {
                    'name': 'status', 'type': 'text', 'required': true,
                    'accepted': [
                        'targeted', 'sent', 'opened', 'clicked', 'invited', 'registered',
                        'attended', 'responded', 'bounced', 'opted_out', 'unmapped'
                    ]
                },
                {'name': 'changed_at', 'type': 'instant', 'required': true},
            ],
        },
        'content_assets': {
            'key': ['asset_id'],
            'columns': [
                {'name': 'asset_id', 'type': 'text', 'required': true},
                {'name': 'name', 'type': 'text', 'required': true},
                {'name': 'funnel_stage', 'type': 'text', 'accepted': ['tofu', 'mofu', 'bofu']},
                {'name': 'is_premium', 'type': 'boolean'},
                {'name': 'url', 'type': 'text'},
            ],
        },
        'interactions': {
            'key': ['interaction_id'],
            'columns': [
                {'name': 'interaction_id', 'type': 'text'},
                {'name': 'source_event_id', 'type': 'text'},
                {'name': 'occurred_at', 'type': 'instant', 'required': true},
                {'name': 'type', 'type': 'text', 'required': true, 'form': 'code'},
                {'name': 'direction', 'type': 'text', 'required': true, 'accepted': ['inbound', 'outbound']},
                {'name': 'person_id', 'type': 'text', 'references': 'people'},
                {'name': 'email', 'type': 'text', 'personal': 'address'},
                {'name': 'domain', 'type': 'text'},
                {'name': 'account_id', 'type': 'text', 'references': 'accounts'},
                {'name': 'campaign_id', 'type': 'text', 'references': 'campaigns'},
                {'name': 'asset_id', 'type': 'text', 'references': 'content_assets'},
                {'name': 'session_id', 'type': 'text'},
                {'name': 'duration_seconds', 'type': 'rate', 'at_least': 0},
                {'name': 'scroll_ratio', 'type': 'rate', 'at_least': 0, 'at_most': 1},
                {'name': 'user_agent', 'type': 'text'},
                {'name': 'url', 'type': 'text', 'personal': 'text'},
                {'name': 'is_filtered', 'type': 'boolean'},
            ],
        },
        'ad_engagements': {
            'key': ['day', 'campaign_id', 'account_id', 'domain'],
            'columns': [
                {'name': 'day', 'type': 'date', 'required': true},
                {'name': 'campaign_id', 'type': 'text', 'required': true, 'references': 'campaigns'},
                {'name': 'account_id', 'type': 'text', 'references': 'accounts'},
                {'name': 'domain', 'type': 'text'},
                {'name': 'impressions', 'type': 'integer', 'at_least': 0},
                {'name': 'clicks', 'type': 'integer', 'at_least': 0},
                {'name': 'spend', 'type': 'money', 'at_least': 0},
                {'name': 'currency', 'type': 'text', 'form': 'currency'},
            ],
        },
        'program_changes': {
            'key': ['changed_on', 'label', 'campaign_id'],
            'columns': [
                {'name': 'changed_on', 'type': 'date', 'required': true},
                {'name': 'label', 'type': 'text', 'required': true},
                {'name': 'campaign_id', 'type': 'text', 'references': 'campaigns', 'narrows': true},
            ],
        },
    }) }}
{%- endmacro -%}
