package io.barium.mail.check;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** The DNS, by the name servers that this machine is configured for. */
public final class InternetDns implements Dns {
    private static final Duration ONE_SERVER = Duration.ofSeconds(2);
    private static final int TRIES = 2;
    private static final int MAX_VALUES = 100;
    private static final int MAX_TEXT = 8_192;

    private @Nullable LookupSession session;

    /** Asks the machine's own name servers, which are not looked for before the first question. */
    public InternetDns() {}

    /** Asks that one. */
    InternetDns(Resolver resolver) {
        this.session = LookupSession.builder().resolver(resolver).build();
    }

    private synchronized LookupSession session() {
        LookupSession known = session;
        if (known == null) {
            known = LookupSession.builder().resolver(resolver()).build();
            session = known;
        }
        return known;
    }

    private static Resolver resolver() {
        ExtendedResolver resolver = new ExtendedResolver();
        resolver.setTimeout(ONE_SERVER);
        resolver.setRetries(TRIES);
        return resolver;
    }

    @Override
    public CompletionStage<Answer> ask(Type type, String name) {
        Name absolute;
        try {
            absolute = Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(Answer.absent());
        }
        try {
            return session().lookupAsync(absolute, number(type)).handle((found, failure) -> {
                if (failure == null) {
                    return answer(found.getRecords());
                }
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                return cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException
                        ? Answer.absent()
                        : Answer.failed();
            });
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(Answer.failed());
        }
    }

    private static int number(Type type) {
        return switch (type) {
            case A -> org.xbill.DNS.Type.A;
            case AAAA -> org.xbill.DNS.Type.AAAA;
            case MX -> org.xbill.DNS.Type.MX;
            case PTR -> org.xbill.DNS.Type.PTR;
            case TXT -> org.xbill.DNS.Type.TXT;
        };
    }

    private static Answer answer(List<Record> records) {
        List<String> values = new ArrayList<>();
        long seconds = Long.MAX_VALUE;
        for (Record found : records.stream()
                .sorted(Comparator.comparingInt(InternetDns::preference))
                .toList()) {
            String value = value(found);
            if (value != null && values.size() < MAX_VALUES) {
                values.add(value);
                seconds = Math.min(seconds, found.getTTL());
            }
        }
        return values.isEmpty() ? Answer.absent() : Answer.of(values, Duration.ofSeconds(seconds));
    }

    private static int preference(Record found) {
        return found instanceof MXRecord mx ? mx.getPriority() : 0;
    }

    private static @Nullable String value(Record found) {
        if (found instanceof ARecord a) {
            return a.getAddress().getHostAddress();
        } else if (found instanceof AAAARecord aaaa) {
            return aaaa.getAddress().getHostAddress();
        } else if (found instanceof MXRecord mx) {
            return mx.getTarget().toString(true);
        } else if (found instanceof PTRRecord ptr) {
            return ptr.getTarget().toString(true);
        } else if (found instanceof TXTRecord txt) {
            StringBuilder text = new StringBuilder();
            txt.getStringsAsByteArrays().forEach(s -> text.append(new String(s, StandardCharsets.ISO_8859_1)));
            return text.length() > MAX_TEXT ? null : text.toString();
        }
        return null;
    }
}
