package io.barium.mail.check;

import io.barium.model.AuthResult;
import io.barium.provider.kit.DkimSignatures;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.TextBounds;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;

/**
 * DKIM (RFC 6376). The library reads tags and keys; what was signed is put together here, because the library takes
 * bytes for characters of the machine's own charset.
 *
 * <p>A signature that is right, but proves less than it seems to, comes to POLICY: one by SHA-1 or by a key of less
 * than 1,024 bits (RFC 8301), one that covers only the beginning of the body or not every instance of a field that is
 * to come once, and any in a mail with several From headers or with bytes that other readers take for line ends.
 * Signatures by Ed25519 (RFC 8463) are not supported and come to NEUTRAL; their senders sign by RSA too.
 */
final class DkimCheck {
    private static final String NAME = "DKIM-Signature";
    private static final int MAX_SIGNATURES = 10;
    private static final int MAX_FIELD = 20_000;
    private static final int MIN_KEY_BITS = 1_024;
    /** RFC 8301 asks for no longer ones, and they take their time. */
    private static final int MAX_KEY_BITS = 4_096;

    /** Which result tells most about a mail, when no signature passed. */
    private static final List<AuthResult> TELLING = List.of(
            AuthResult.PASS,
            AuthResult.TEMPERROR,
            AuthResult.FAIL,
            AuthResult.POLICY,
            AuthResult.PERMERROR,
            AuthResult.NEUTRAL);

    private final SignedMail mail;
    private final MailHeaders read;
    private final HeaderHash headers;
    private final DKIMVerifier keys;
    private final boolean ambiguous;
    private final Map<String, byte[]> bodyHashes = new HashMap<>();

    private DkimCheck(Questions questions, SignedMail mail, MailHeaders read) {
        this.mail = mail;
        this.read = read;
        this.headers = new HeaderHash(mail);
        this.keys = new DKIMVerifier(new KeyRecords(questions));
        this.ambiguous = mail.isOdd() || read.all("From").size() != 1;
    }

    /**
     * A result.
     *
     * @param domains whose signatures passed
     */
    record Dkim(AuthResult result, List<String> domains) {
        static final Dkim NONE = new Dkim(AuthResult.NONE, List.of());
    }

    /**
     * Checks the topmost signatures.
     *
     * @param read the header section as everybody else reads it
     */
    static Dkim check(Questions questions, MailHeaders read, byte[] raw) {
        if (read.first(NAME) == null) {
            return Dkim.NONE;
        }
        SignedMail mail = SignedMail.of(raw);
        DkimCheck check = new DkimCheck(questions, mail, read);
        List<AuthResult> results = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        mail.fields().stream()
                .filter(f -> f.name().equalsIgnoreCase(NAME))
                .limit(MAX_SIGNATURES)
                .forEach(f -> results.add(check.one(f, domains)));
        AuthResult result =
                TELLING.stream().filter(results::contains).findFirst().orElse(AuthResult.NEUTRAL);
        return new Dkim(result, domains.stream().distinct().toList());
    }

    private AuthResult one(SignedMail.Field field, List<String> domains) {
        if (field.text().length() > MAX_FIELD) {
            return AuthResult.PERMERROR;
        }
        SignatureRecord signature;
        try {
            signature =
                    new SignatureRecordImpl(field.text().substring(field.text().indexOf(':') + 1));
        } catch (RuntimeException | StackOverflowError e) {
            // No list of tags, or one that is missing; or it has expired.
            return AuthResult.PERMERROR;
        }
        try {
            AuthResult result = verified(signature, field);
            if (result == AuthResult.PASS) {
                domains.add(TextBounds.name(signature.getDToken().toString().toLowerCase(Locale.ROOT)));
            }
            return result;
        } catch (TempFailException e) {
            return AuthResult.TEMPERROR;
        } catch (PermFailException e) {
            return AuthResult.PERMERROR;
        } catch (SignatureException e) {
            // Too long or too short to be one by this key.
            return AuthResult.FAIL;
        } catch (GeneralSecurityException | RuntimeException | StackOverflowError e) {
            return AuthResult.NEUTRAL;
        }
    }

    private AuthResult verified(SignatureRecord signature, SignedMail.Field field)
            throws TempFailException, PermFailException, GeneralSecurityException {
        boolean sha1 = signature.getHashMethod().toString().equals("sha1");
        boolean known = signature.getHashKeyType().toString().equals("rsa")
                && (sha1 || signature.getHashMethod().toString().equals("sha256"));
        if (!known) {
            return AuthResult.NEUTRAL;
        }
        PublicKey key = keys.publicRecordLookup(signature).getPublicKey();
        int bits = ((RSAPublicKey) key).getModulus().bitLength();
        if (bits > MAX_KEY_BITS) {
            return AuthResult.POLICY;
        }
        Signature rsa = Signature.getInstance(sha1 ? "SHA1withRSA" : "SHA256withRSA");
        rsa.initVerify(key);
        boolean relaxed = relaxed(signature.getHeaderCanonicalisationMethod());
        headers.into(rsa, signature.getHeaders(), field, relaxed);
        if (!rsa.verify(signature.getSignature())) {
            return AuthResult.FAIL;
        }
        if (signature.getBodyHashLimit() >= 0) {
            return AuthResult.POLICY;
        }
        byte[] body = bodyHash(relaxed(signature.getBodyCanonicalisationMethod()), sha1 ? "SHA-1" : "SHA-256");
        if (!MessageDigest.isEqual(body, signature.getBodyHash())) {
            return AuthResult.FAIL;
        }
        boolean partial = ambiguous || DkimSignatures.leavesOut(read, signature.getHeaders());
        return sha1 || bits < MIN_KEY_BITS || partial ? AuthResult.POLICY : AuthResult.PASS;
    }

    private static boolean relaxed(String method) {
        if (!method.equals(SignatureRecord.RELAXED) && !method.equals(SignatureRecord.SIMPLE)) {
            throw new IllegalArgumentException("no such canonicalization");
        }
        return method.equals(SignatureRecord.RELAXED);
    }

    /** Signatures that prepare the body in the same way share its hash: ten of them are not to cost ten readings. */
    private byte[] bodyHash(boolean relaxed, String algorithm) throws NoSuchAlgorithmException {
        byte[] known = bodyHashes.get(relaxed + algorithm);
        if (known == null) {
            known = BodyHash.of(mail.raw(), mail.bodyStart(), relaxed, algorithm);
            bodyHashes.put(relaxed + algorithm, known);
        }
        return known;
    }
}
