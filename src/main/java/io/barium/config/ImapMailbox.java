package io.barium.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox that is read by IMAP. It is logged in by password or by OAuth 2, never by both.
 *
 * @param id name of the source in the journal
 * @param host of the server
 * @param port of the server
 * @param tls whether the connection begins with TLS, its certificate checked
 * @param username login; most often the mailbox's address
 * @param password of the login, most often one for applications; {@code null} with {@code oauth}
 * @param oauth where access tokens come from; {@code null} with {@code password}
 * @param folder that is read
 * @param after what is done with a mail that is in the journal
 * @param keyword that it gets, for {@link After#FLAG}
 * @param moveTo the folder that it goes to, for {@link After#MOVE}; {@code null} otherwise
 * @param pollEvery how often to look where the server cannot tell of new mail by itself
 * @param authservId whose Authentication-Results to trust; {@code null} to trust none
 * @param region ISO 3166 country whose notation numbers without international prefix are in
 */
public record ImapMailbox(
        String id,
        String host,
        int port,
        boolean tls,
        String username,
        @Nullable Secret password,
        @Nullable OAuth oauth,
        String folder,
        After after,
        String keyword,
        @Nullable String moveTo,
        Duration pollEvery,
        @Nullable String authservId,
        String region) {

    /** What is done with a mail that is in the journal. */
    public enum After {
        /** Nothing: it stays as it is. */
        KEEP,
        /** It gets a keyword. */
        FLAG,
        /** It goes to another folder. */
        MOVE
    }

    /**
     * Where access tokens come from (RFC 6749 section 6).
     *
     * @param tokenUrl of the authorization server, https
     * @param clientId as registered there
     * @param clientSecret of the client; {@code null} for a public one
     * @param refreshToken that a person who may read the mailbox has consented to
     * @param scope to ask for; {@code null} for that of the consent
     */
    public record OAuth(
            String tokenUrl,
            String clientId,
            @Nullable Secret clientSecret,
            Secret refreshToken,
            @Nullable String scope) {}
}
