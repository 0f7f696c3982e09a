package io.barium.mail.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Answers the SPF library, and counts what it does not count. */
final class SpfLookups implements DNSService {
    /** RFC 7208 section 4.6.4. */
    private static final int MAX_VOID = 2;

    private static final int MAX_RECORDS = 10;
    private static final Pattern END = Pattern.compile("[-+~?]?all|redirect=.*", Pattern.CASE_INSENSITIVE);

    private final Questions questions;
    private final Dns.Type addresses;
    private final String hostname;
    private int voids;

    /**
     * Lookups of one check.
     *
     * @param peer whose address is looked for
     * @param hostname our own
     */
    SpfLookups(Questions questions, String peer, String hostname) {
        this.questions = questions;
        this.addresses = peer.indexOf(':') < 0 ? Dns.Type.A : Dns.Type.AAAA;
        this.hostname = hostname;
    }

    /** Whether the record sent us to more names without records than it may. */
    boolean exhausted() {
        return voids > MAX_VOID;
    }

    /** A list of its own for the library, which takes it apart; {@code null} when there are no records. */
    @Override
    public @Nullable List<String> getRecords(DNSRequest request) throws TimeoutException {
        Dns.Type type = type(request.getRecordType());
        if (type == null) {
            return null;
        }
        List<String> records = new ArrayList<>(ask(type, request.getHostname()));
        if (type == Dns.Type.TXT) {
            records.replaceAll(SpfLookups::withEnd);
        } else if (type == Dns.Type.MX && records.size() <= MAX_RECORDS) {
            // Of hosts that all lack an address the library remembers the search, and spoils the next one by it.
            for (String host : List.copyOf(records)) {
                if (ask(addresses, host).isEmpty()) {
                    records.remove(host);
                }
            }
        }
        return records.isEmpty() ? null : records;
    }

    private List<String> ask(Dns.Type type, String name) throws TimeoutException {
        if (exhausted()) {
            throw new TimeoutException("too many void lookups");
        }
        try {
            List<String> records = questions.ask(type, name);
            voids += records.isEmpty() && type != Dns.Type.TXT ? 1 : 0;
            if (exhausted()) {
                throw new TimeoutException("too many void lookups");
            }
            return records;
        } catch (NoAnswer e) {
            throw new TimeoutException("no answer");
        }
    }

    /** A record without end is neutral in the end; the library takes an include of one for an error. */
    private static String withEnd(String text) {
        String[] terms = text.strip().split(" +", -1);
        boolean open = terms[0].equalsIgnoreCase("v=spf1");
        for (int i = 1; i < terms.length; i++) {
            open &= !END.matcher(terms[i]).matches();
        }
        return open ? text.stripTrailing() + " ?all" : text;
    }

    /** The type SPF is obsolete (RFC 7208 section 3.1). */
    private static Dns.@Nullable Type type(int type) {
        return switch (type) {
            case DNSRequest.A -> Dns.Type.A;
            case DNSRequest.AAAA -> Dns.Type.AAAA;
            case DNSRequest.MX -> Dns.Type.MX;
            case DNSRequest.PTR -> Dns.Type.PTR;
            case DNSRequest.TXT -> Dns.Type.TXT;
            default -> null;
        };
    }

    @Override
    public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("asked by one thread only"));
    }

    @Override
    public List<String> getLocalDomainNames() {
        return List.of(hostname);
    }

    @Override
    public void setTimeOut(int timeOut) {
        // The time is that of the whole mail.
    }

    @Override
    public int getRecordLimit() {
        return MAX_RECORDS;
    }

    @Override
    public void setRecordLimit(int recordLimit) {
        // Nobody sets it.
    }
}
