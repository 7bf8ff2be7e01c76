-- Generated tables in the input layer; variables: interactions, accounts, people, and seeds, a folder.
-- Nine tenths of the accounts have a domain of their own, one tenth shares it; one in fifty is merged.
insert into input_layer.input__accounts by name
    select
        source.letter || n as account_id,
        'Company ' || n as account_name,
        'd' || (n % (getvariable('accounts') * 9 // 10)) || '.example' as email_domains,
        source.name as source_system,
        case when n % 50 = 0 and source.letter = 'a' then 'a' || (n // 2) end as merged_into_account_id,
        case when n % 20 = 3 and source.letter = 'a' then 'a' || (n // 3) end as parent_account_id,
        timestamptz '2022-01-01' as ingested_at
    from range(getvariable('accounts')) as numbers (n), (values ('a', 'salesforce'), ('h', 'hubspot')) as source (letter, name);

-- HubSpot's contacts carry the Salesforce id, one in three; the others have the same address
insert into input_layer.input__people by name
    select
        source.letter || n as person_id,
        case source.letter when 'p' then 'a' else 'h' end || (n % getvariable('accounts')) as account_id,
        'person' || n || '@d' || (n % getvariable('accounts') % (getvariable('accounts') * 9 // 10)) || '.example' as email,
        source.name as source_system,
        case when n % 40 = 1 and source.letter = 'p' then 'p' || (n // 2) end as merged_into_person_id,
        case when n % 3 = 0 and source.letter = 'c' then 'salesforce:p' || n end as external_ids,
        case when n % 8 < 2 then ['champion', 'economic_buyer'][1 + n % 8] end as buying_role,
        timestamptz '2022-01-01' as ingested_at
    from range(getvariable('people')) as numbers (n), (values ('p', 'salesforce'), ('c', 'hubspot')) as source (letter, name);

insert into input_layer.input__person_employers by name
    select
        'p' || n as person_id,
        'a' || (n * 7 % getvariable('accounts')) as account_id,
        date '2022-01-01' as valid_from,
        date '2024-01-01' as valid_to,
        'salesforce' as source_system
    from range(0, getvariable('people'), 20) as numbers (n);

insert into input_layer.input__program_accounts by name
    select
        'a' || n as account_id,
        cast(1 + n % 3 as varchar) as tier,
        date '2022-06-01' as valid_from,
        'salesforce' as source_system
    from range(0, getvariable('accounts'), 4) as numbers (n);

-- over 36 months, up to the end of 30 June in Paris, a page, a mail sent, delivered, opened and clicked (at once), a form; one click in ten sent twice
insert into input_layer.input__interactions by name
    select
        'i' || n as interaction_id,
        'e' || case when n % 60 = 10 then n - 6 else n end as source_event_id,
        timestamptz '2022-07-16 22:00:00' + to_seconds(hash(n // 6) % (36 * 30 * 86400)) + to_seconds(n % 6) as occurred_at,
        ['page_view', 'email_sent', 'email_delivered', 'email_open', 'email_click', 'form_submit'][1 + n % 6] as type,
        case when n % 6 in (1, 2) then 'outbound' else 'inbound' end as direction,
        case when n % 6 in (0, 5) and hash(n) % 10 < 6 then 'c' || (hash(n // 6) % getvariable('people')) end as person_id,
        case when n % 6 in (1, 2, 3, 4) then
            'person' || (hash(n // 6) % getvariable('people')) || '@d'
            || (hash(n // 6) % getvariable('people') % getvariable('accounts') % (getvariable('accounts') * 9 // 10)) || '.example'
        end as email,
        case when n % 6 in (1, 2, 3, 4) then 'm' || (n // 6 % 200) end as campaign_id,
        case when n % 6 in (0, 5) then 'asset' || (n % 40) end as asset_id,
        case when n % 6 = 0 then 's' || (n // 24) end as session_id,
        case when n % 6 = 0 then hash(n) % 600 end as duration_seconds,
        -- one open in three through Apple's proxy
        case
            when n % 6 = 3 and n % 18 = 3 then 'Mozilla/5.0'
            when n % 6 in (3, 4) then 'Mozilla/5.0 (X11; agent ' || (n % 300) || ')'
        end as user_agent,
        case when n % 6 = 0 then 'web' else 'hubspot' end as source_system,
        -- it lands within the hour; one row in fifty up to a week later
        least(
            occurred_at + to_seconds(hash(n) % 3600) + to_days(cast(case when n % 50 = 7 then hash(n) % 7 else 0 end as integer)),
            timestamptz '2025-06-30 22:00:00'
        ) as ingested_at
    from range(getvariable('interactions')) as numbers (n)
    order by ingested_at;

insert into input_layer.input__sales_activities by name
    select
        't' || n as activity_id,
        timestamptz '2022-07-16 22:00:00' + to_seconds(hash(n) % (36 * 30 * 86400)) as occurred_at,
        ['call', 'email', 'meeting'][1 + n % 3] as type,
        'outbound' as direction,
        'u' || (n % 50) as user_id,
        'p' || (hash(n) % getvariable('people')) as person_id,
        'Subject ' || (n % 100) as subject,
        'salesforce' as source_system,
        least(occurred_at, timestamptz '2025-06-30 22:00:00') as ingested_at
    from range(getvariable('interactions') // 20) as numbers (n);

insert into input_layer.input__content_assets by name
    select 'asset' || n as asset_id, 'Asset ' || n as name, n % 4 = 0 as is_premium, 'hubspot' as source_system
    from range(40) as numbers (n);

-- what ships with the project
insert into input_layer.input__free_email_domains by name
    select * from read_csv(getvariable('seeds') || '/free_email_domains.csv');

insert into input_layer.input__machine_user_agents by name
    select * from read_csv(getvariable('seeds') || '/machine_user_agents.csv');

insert into input_layer.input__engagement_weights by name
    select * from read_csv(getvariable('seeds') || '/engagement_weights.csv');

insert into input_layer.input__quality_weights by name
    select * from read_csv(getvariable('seeds') || '/quality_weights.csv');

insert into input_layer.input__role_weights by name
    select * from read_csv(getvariable('seeds') || '/role_weights.csv');

insert into input_layer.input__mqa_thresholds by name
    select * from read_csv(getvariable('seeds') || '/mqa_thresholds.csv', types = {'tier': 'varchar', 'definition_version': 'varchar'});
