package io.barium.provider.kit;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes (RFC 2104) over byte sequences, compared in constant time. */
public enum Hmac {
    MD5("HmacMD5"),
    SHA1("HmacSHA1"),
    SHA256("HmacSHA256"),
    SHA384("HmacSHA384"),
    SHA512("HmacSHA512");

    /** Looking a Mac up costs more than using it, and one must not be shared between threads. */
    private static final ThreadLocal<Map<Hmac, Mac>> MACS = ThreadLocal.withInitial(() -> new EnumMap<>(Hmac.class));

    private final String algorithm;

    Hmac(String algorithm) {
        this.algorithm = algorithm;
    }

    /**
     * The hash of the concatenated parts.
     *
     * @param key at least one byte
     */
    public byte[] sign(byte[] key, byte[]... parts) {
        Mac mac = MACS.get().computeIfAbsent(this, Hmac::instance);
        try {
            mac.init(new SecretKeySpec(key, algorithm));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " refuses a plain key", e);
        }
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** Whether the signature was made with one of the keys; the time taken tells nothing about how near it came. */
    public boolean signedWithAny(List<byte[]> keys, byte[] signature, byte[]... parts) {
        return anySignedWithAny(keys, List.of(signature), parts);
    }

    /**
     * The same of several signatures. The parts are hashed once for each key, however many signatures somebody whom
     * nobody knows yet has listed.
     */
    public boolean anySignedWithAny(List<byte[]> keys, List<byte[]> signatures, byte[]... parts) {
        boolean signed = false;
        for (byte[] key : keys) {
            byte[] own = sign(key, parts);
            for (byte[] signature : signatures) {
                signed |= MessageDigest.isEqual(own, signature);
            }
        }
        return signed;
    }

    private static Mac instance(Hmac hmac) {
        try {
            return Mac.getInstance(hmac.algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + hmac.algorithm, e);
        }
    }
}
