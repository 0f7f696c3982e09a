package io.barium.config;

import io.barium.config.ImapMailbox.After;
import io.barium.config.ImapMailbox.OAuth;
import io.barium.config.Settings.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code imap}. */
final class ImapReader {
    /** Names of feeds that are not configured by name. */
    private static final Set<String> RESERVED = Set.of("smtp");

    private static final Pattern KEYWORD = Pattern.compile("[$A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);
    private static final Duration LEAST_POLL = Duration.ofSeconds(1);
    private static final Duration MOST_POLL = Duration.ofHours(1);

    private ImapReader() {}

    /** Reads them; ids are unique over these and the sources. */
    static List<ImapMailbox> read(Section root, List<Source> sources) {
        List<ImapMailbox> out = new ArrayList<>();
        Set<String> ids = new HashSet<>(RESERVED);
        sources.forEach(s -> ids.add(s.id()));
        Set<List<Object>> places = new HashSet<>();
        for (Section s : root.sections("imap")) {
            ImapMailbox mailbox = mailbox(s, ids);
            if (!mailbox.host().isEmpty()
                    && !places.add(
                            List.of(mailbox.host().toLowerCase(Locale.ROOT), mailbox.username(), mailbox.folder()))) {
                s.fault(
                        s.path(),
                        "expected a folder that no other entry reads, found the same host, username and folder");
            }
            s.refuseUnknown();
            out.add(mailbox);
        }
        return List.copyOf(out);
    }

    private static ImapMailbox mailbox(Section s, Set<String> ids) {
        boolean tls = s.flag("tls", true);
        boolean trusted = s.flag("trustedNetwork", false);
        String host = s.required("host", "the mail server's host name");
        if (!tls && !trusted && !LOOPBACK.matcher(host).matches()) {
            s.fault(
                    s.join("tls"),
                    "expected true, or trustedNetwork: true beside it, because without TLS whoever is on the way to \""
                            + host + "\" reads the password");
        }
        After after = after(s);
        String folder = s.text("folder", "INBOX");
        Secret password = s.secret("password");
        OAuth oauth = oauth(s.section("oauth"));
        if ((password == null) == (oauth == null)) {
            s.fault(
                    s.join("password"),
                    "expected either a password or oauth, found " + (oauth == null ? "neither" : "both"));
        }
        return new ImapMailbox(
                id(s, ids),
                host,
                s.integer("port", tls ? 993 : 143, 1, 65_535),
                tls,
                s.required("username", "the mailbox's login"),
                password,
                oauth,
                folder,
                after,
                keyword(s),
                moveTo(s, after, folder),
                pollEvery(s),
                s.text("authservId"),
                s.text("region", "US"));
    }

    private static String id(Section s, Set<String> ids) {
        String id = s.required("id", "a name of lower-case letters, digits, - and _");
        if (!id.isEmpty() && !SourcesReader.SOURCE_ID.matcher(id).matches()) {
            s.fault(s.join("id"), "expected lower-case letters, digits, - and _, found \"" + id + "\"");
        } else if (!id.isEmpty() && !ids.add(id)) {
            s.fault(s.join("id"), "expected an id that no other source or mailbox has, found \"" + id + "\" again");
        }
        return id;
    }

    private static After after(Section s) {
        String word = s.text("after", "keep");
        try {
            return After.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            s.fault(
                    s.join("after"),
                    "expected one of "
                            + Arrays.stream(After.values())
                                    .map(a -> a.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))
                            + ", found \"" + word + "\"");
            return After.KEEP;
        }
    }

    private static String keyword(Section s) {
        String keyword = s.text("keyword", "Barium");
        if (!KEYWORD.matcher(keyword).matches()) {
            s.fault(s.join("keyword"), "expected letters, digits, -, _ and ., found \"" + keyword + "\"");
        }
        return keyword;
    }

    private static @Nullable String moveTo(Section s, After after, String folder) {
        String moveTo = s.text("moveTo");
        if (after == After.MOVE && (moveTo == null || moveTo.isBlank())) {
            s.fault(s.join("moveTo"), "expected the folder to move to, found nothing");
        } else if (after == After.MOVE && folder.equals(moveTo)) {
            s.fault(s.join("moveTo"), "expected another folder than the one that is read, found \"" + moveTo + "\"");
        }
        return moveTo;
    }

    private static Duration pollEvery(Section s) {
        Duration every = s.duration("pollEvery", Duration.ofMinutes(1));
        if (every.compareTo(LEAST_POLL) < 0 || every.compareTo(MOST_POLL) > 0) {
            s.fault(s.join("pollEvery"), "expected a duration from 1s to 1h");
        }
        return every;
    }

    private static @Nullable OAuth oauth(Section o) {
        if (!o.present()) {
            return null;
        }
        o.required("tokenUrl", "an https URL");
        String url = Objects.requireNonNullElse(SettingsReader.url(o, "tokenUrl"), "");
        if (url.startsWith("http:")) {
            o.fault(o.join("tokenUrl"), "expected an https URL, because secrets go there, found \"" + url + "\"");
        }
        OAuth oauth = new OAuth(
                url,
                o.required("clientId", "the client id as registered"),
                o.secret("clientSecret"),
                new Secret(o.required("refreshToken", "a refresh token")),
                o.text("scope"));
        o.refuseUnknown();
        return oauth;
    }
}
