package io.barium.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set. Read by {@link SettingsReader}; the names here are the names in the file, and in the
 * environment as {@code BARIUM_} plus the path in upper snake case.
 *
 * @param dataDir where the embedded database and generated secrets live
 * @param apiKey an administrator's API key; generated at the first start when unset
 * @param http the HTTP listener
 * @param smtp the SMTP listener
 * @param database Barium's own database
 * @param domains mail domains that we own, lower-case
 * @param expectedSenders domains whose aligned DKIM-authenticated mail is the company's own
 * @param sources inbound feeds over HTTP
 * @param imap mailboxes that are read
 * @param support the support database to plant in; {@code null} when this process plants nothing
 * @param alerts who is told, and how
 * @param spool where contacts go while the database cannot commit
 * @param retention how long raw bytes are kept
 * @param exposures who saw which row, and who may learn whose name
 * @param verdict what verdicts take for granted
 */
public record Settings(
        Path dataDir,
        @Nullable Secret apiKey,
        Http http,
        Smtp smtp,
        Database database,
        List<String> domains,
        List<String> expectedSenders,
        List<Source> sources,
        List<ImapMailbox> imap,
        @Nullable Support support,
        Alerts alerts,
        Spool spool,
        Retention retention,
        Exposures exposures,
        Verdict verdict) {

    /**
     * What verdicts take for granted.
     *
     * @param brands names under which the company and its products are known
     * @param prior probability of a leak within a year, before any evidence
     * @param strayRate campaigns of the company's own that reach a planted address although its senders are not
     *     expected ones, an address and year at most
     */
    public record Verdict(List<String> brands, double prior, double strayRate) {}

    /**
     * Who saw which row, and who may learn whose name.
     *
     * @param agentKey secret behind the pseudonyms of agents; {@code null} for the one that is kept in {@code dataDir}
     * @param agents ids of all agents there are, for refusing others; empty for taking every id
     * @param clockSkew how far clocks of access logs may be ahead of ours, or behind
     * @param unlockPeople operators and API keys, by name, who may unlock the name of an agent, two of them together
     */
    public record Exposures(
            @Nullable Secret agentKey, List<String> agents, Duration clockSkew, List<String> unlockPeople) {}

    /**
     * Where contacts go while the database cannot commit.
     *
     * @param directory on a disk of this machine, of this process alone
     * @param maxBytes that it may take there; then providers are told to come again
     */
    public record Spool(Path directory, long maxBytes) {}

    /**
     * How long raw bytes are kept; hashes and what was read stay for ever, and so do the raw bytes of a case on legal
     * hold.
     *
     * @param raw age at which raw bytes are dropped; {@code null} for never
     * @param unknownRaw the same for contacts that touched no token of ours; {@code null} for as {@code raw}
     */
    public record Retention(
            @Nullable Duration raw, @Nullable Duration unknownRaw) {}

    /**
     * The HTTP listener.
     *
     * @param host address to bind
     * @param port TCP port, 0 for any free one
     * @param publicUrl where people reach the console; {@code null} for the bound address
     * @param maxBodyBytes larger request bodies are answered 413
     * @param maxInFlightBytes that all ways in, SMTP too, hold at most before they are journalled; past it senders are
     *     asked to come again
     * @param metricsToken with which metrics and the details of health may be read from elsewhere; {@code null} where
     *     only this machine may
     */
    public record Http(
            String host,
            int port,
            @Nullable String publicUrl,
            int maxBodyBytes,
            long maxInFlightBytes,
            @Nullable Secret metricsToken) {}

    /**
     * The SMTP listener.
     *
     * @param enabled whether it listens at all
     * @param host address to bind
     * @param port TCP port, 0 for any free one
     * @param hostname name in greeting and EHLO
     * @param maxMessageBytes larger messages are refused with 552
     * @param maxConnections at the same time, over all peers; one address has at most half of them
     * @param maxConnectionsPerMinute from one address; of IPv6, from one /64
     * @param maxRecipients of one message
     * @param certificate PEM chain for STARTTLS; {@code null} for none
     * @param key PEM key of the certificate
     * @param authservId name under which our trusted upstream writes Authentication-Results; {@code null} to trust none
     * @param checkSenders whether SPF, DKIM and DMARC of other mail are checked here
     */
    public record Smtp(
            boolean enabled,
            String host,
            int port,
            String hostname,
            int maxMessageBytes,
            int maxConnections,
            int maxConnectionsPerMinute,
            int maxRecipients,
            @Nullable Path certificate,
            @Nullable Path key,
            @Nullable String authservId,
            boolean checkSenders) {}

    /**
     * A PostgreSQL database.
     *
     * @param embedded run our own server below {@code dataDir}
     * @param url {@code postgresql://host:port/database}; used when not embedded
     * @param username role to connect as
     * @param password of that role
     * @param poolSize connections at most
     */
    public record Database(
            boolean embedded,
            @Nullable String url,
            @Nullable String username,
            @Nullable Secret password,
            int poolSize) {}

    /**
     * An inbound feed over HTTP.
     *
     * @param id name in the URL {@code /hooks/{id}}
     * @param provider id of the provider whose wire format it speaks
     * @param secrets valid secrets, several while one is rotated; without any the feed answers 503
     * @param publicUrl URL as configured at the provider, for those that sign it; a base URL or the hook's whole URL
     * @param window how far a signed timestamp may be from now; {@code null} for the provider's own default
     * @param authservId whose Authentication-Results to trust in raw mail; {@code null} to trust none
     * @param region ISO 3166 country whose notation numbers without international prefix are in
     * @param options what only some providers need
     */
    public record Source(
            String id,
            String provider,
            List<Secret> secrets,
            @Nullable String publicUrl,
            @Nullable Duration window,
            @Nullable String authservId,
            String region,
            SourceOptions options) {

        /** A source with the usual options. */
        public Source(
                String id,
                String provider,
                List<Secret> secrets,
                @Nullable String publicUrl,
                @Nullable Duration window,
                @Nullable String authservId,
                String region) {
            this(id, provider, secrets, publicUrl, window, authservId, region, SourceOptions.USUAL);
        }
    }

    /**
     * Where and how to plant.
     *
     * @param name name of the support system in plantings
     * @param url {@code postgresql://host:port/database}; {@code null} for the sample database on the embedded server
     * @param username role to connect as
     * @param password of that role
     * @param personas how many personas are to stand planted; planting tops up to this number
     * @param numbers CSV of our phone numbers, one E.164 number a row; {@code null} for the sample's numbers
     * @param seed of all draws; {@code null} to draw one
     * @param rollAfter rows that have stood for so long are replaced by new personas; {@code null} to leave them
     * @param mapping table and column names
     * @param accessLog table that says who saw what; {@code null} for none
     */
    public record Support(
            String name,
            @Nullable String url,
            @Nullable String username,
            @Nullable Secret password,
            int personas,
            @Nullable Path numbers,
            @Nullable Long seed,
            @Nullable Duration rollAfter,
            Mapping mapping,
            @Nullable AccessLog accessLog) {}

    /**
     * Names in somebody else's schema. A column that is {@code null} does not exist there and is not filled.
     *
     * @param customers table of customers
     * @param tickets table of tickets
     */
    public record Mapping(Customers customers, Tickets tickets) {}

    /** Table of customers: where each thing about a persona goes. */
    public record Customers(
            String table,
            String key,
            String givenName,
            String familyName,
            String email,
            String phone,
            @Nullable String locale,
            @Nullable String segment,
            @Nullable String product,
            @Nullable String street,
            @Nullable String city,
            @Nullable String postcode,
            @Nullable String country,
            @Nullable String createdAt) {}

    /** Table of tickets. */
    public record Tickets(
            String table,
            String key,
            String customer,
            String number,
            @Nullable String queue,
            @Nullable String agent,
            @Nullable String subject,
            @Nullable String status,
            @Nullable String createdAt) {}

    /**
     * Who is told, and how. Each of {@code mail} and {@code webhook} is a channel of its own.
     *
     * @param mail the SOC's mail; {@code null} when no mail is configured
     * @param webhook the SOC's own system; {@code null} when none is configured
     * @param digestWindow further contacts, and new paths and snapshots of a verdict, within it are told in one
     *     follow-up
     * @param fallbackAfter trouble of a route that lasts so long is told, and the second route is used
     * @param giveUpAfter a message that could not be delivered for so long is a dead letter
     */
    public record Alerts(
            @Nullable AlertMail mail,
            @Nullable AlertWebhook webhook,
            Duration digestWindow,
            Duration fallbackAfter,
            Duration giveUpAfter) {}

    /**
     * The SOC's mail.
     *
     * @param relay where it goes
     * @param fallback where it goes while the relay fails; {@code null} for nowhere
     * @param from sender address
     * @param to recipients
     */
    public record AlertMail(Relay relay, @Nullable Relay fallback, String from, List<String> to) {}

    /**
     * A mail server that takes our mail.
     *
     * @param host its name
     * @param port of the relay
     * @param startTls whether STARTTLS is required
     * @param username login at the relay; {@code null} for none
     * @param password of that login
     */
    public record Relay(
            String host,
            int port,
            boolean startTls,
            @Nullable String username,
            @Nullable Secret password) {}

    /**
     * A system that is told by signed POST (Standard Webhooks).
     *
     * @param url where to
     * @param secret {@code whsec_} and the base64 of the key
     */
    public record AlertWebhook(String url, Secret secret) {}
}
