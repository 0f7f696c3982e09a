package io.barium.exposure;

import io.barium.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Agents under names that say nothing: the database has HMAC-SHA256 of an id, and who it is encrypted with AES-256-GCM,
 * both under a secret that is not there. One id of one system has the same pseudonym for ever.
 */
public final class Pseudonyms {
    private static final String PREFIX = "agent:";
    private static final int HEX_DIGITS = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    /** Lengths of names would tell people apart. */
    private static final int PADDING = 256;

    private final SecureRandom random = new SecureRandom();
    private final byte[] naming;
    private final SecretKeySpec sealing;
    private final String proof;

    /**
     * Who is behind a pseudonym.
     *
     * @param id as the access log had it
     * @param name of the person, where the log had it
     */
    public record Identity(String id, @Nullable String name) {}

    /** Another secret than the one under which the database's pseudonyms were made. */
    public static final class WrongKey extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongKey() {
            super(
                    "agentKey (BARIUM_AGENT_KEY), or agent.key in dataDir, is not the secret under which the agents in the"
                            + " database were stored: give this process the same one");
        }
    }

    /** Pseudonyms under a secret; see {@link AgentKey}. */
    public Pseudonyms(Secret secret) {
        byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
        this.naming = hmac(key, "barium agent pseudonym");
        this.sealing = new SecretKeySpec(hmac(key, "barium agent name"), "AES");
        this.proof = HexFormat.of().formatHex(hmac(key, "barium agent key proof"));
    }

    /**
     * The pseudonym of an agent: {@code agent:} and 16 hexadecimal digits. Case and spaces around an id do not count.
     */
    public String of(String system, String agent) {
        return PREFIX
                + HexFormat.of()
                        .formatHex(hmac(naming, system + "\0" + normal(agent)))
                        .substring(0, HEX_DIGITS);
    }

    /** An id without what does not count. */
    static String normal(String agent) {
        return Normalizer.normalize(agent.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** Whether this could be a pseudonym. */
    static boolean isOne(String key) {
        return key.matches(PREFIX + "[0-9a-f]{" + HEX_DIGITS + "}");
    }

    byte[] seal(String pseudonym, Identity identity) {
        byte[] text = new JsonObject()
                .put("id", identity.id())
                .put("name", identity.name())
                .toBuffer()
                .getBytes();
        byte[] padded = Arrays.copyOf(text, (text.length / PADDING + 1) * PADDING);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, pseudonym, padded);
        return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    }

    /** @throws WrongKey when it was sealed under another secret, or for another pseudonym */
    Identity open(String pseudonym, byte[] sealed) {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE];
        in.get(nonce);
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        JsonObject text =
                new JsonObject(new String(crypt(Cipher.DECRYPT_MODE, nonce, pseudonym, rest), StandardCharsets.UTF_8));
        return new Identity(text.getString("id"), text.getString("name"));
    }

    /** Fails with {@link WrongKey} when the database has pseudonyms under another secret. */
    Future<Void> check(SqlClient client) {
        return client.preparedQuery("insert into agent_key (proof) values ($1) on conflict do nothing")
                .execute(Tuple.of(proof))
                .compose(done ->
                        client.preparedQuery("select proof from agent_key").execute())
                .compose(rows -> rows.iterator().next().getString("proof").equals(proof)
                        ? Future.succeededFuture()
                        : Future.failedFuture(new WrongKey()));
    }

    private byte[] crypt(int mode, byte[] nonce, String pseudonym, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(pseudonym.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (javax.crypto.AEADBadTagException e) {
            throw new WrongKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
