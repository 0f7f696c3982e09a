package io.barium.provider;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The certificate with which SNS signs. It comes by https from SNS itself, which is what vouches for it; the names and
 * dates in it are looked at beside that.
 */
final class SnsCertificate {
    private static final int DNS_NAME = 2;

    private SnsCertificate() {}

    /**
     * The key in it.
     *
     * @param pem as it was fetched
     * @param region of the topic
     * @throws GeneralSecurityException when it is no certificate of SNS in the region that is valid now; the message
     *     says which of this
     */
    static PublicKey key(byte[] pem, String region, Instant now) throws GeneralSecurityException {
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        if (certificate == null) {
            throw new GeneralSecurityException("SigningCertURL holds no certificate");
        }
        certificate.checkValidity(Date.from(now));
        Set<String> names = names(certificate);
        if (expected(region).stream().noneMatch(names::contains)) {
            throw new GeneralSecurityException("certificate is not SNS's in the topic's region");
        }
        return certificate.getPublicKey();
    }

    /** The names under which SNS signs, by the kind of region: usual, opt-in, China, United States government. */
    private static List<String> expected(String region) {
        if (region.startsWith("cn-")) {
            return List.of("sns-" + region + ".amazonaws.com.cn", "sns-signing." + region + ".amazonaws.com.cn");
        }
        if (region.startsWith("us-gov-")) {
            return List.of("sns-us-gov-west-1.amazonaws.com", "sns-signing." + region + ".amazonaws.com");
        }
        return List.of("sns.amazonaws.com", "sns-signing." + region + ".amazonaws.com");
    }

    /** Common names, and the DNS names that take their place. */
    private static Set<String> names(X509Certificate certificate) throws GeneralSecurityException {
        Set<String> out = new HashSet<>();
        try {
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    out.add(String.valueOf(rdn.getValue()));
                }
            }
        } catch (InvalidNameException e) {
            throw new GeneralSecurityException("certificate has no readable name", e);
        }
        Collection<List<?>> others = certificate.getSubjectAlternativeNames();
        if (others != null) {
            for (List<?> other : others) {
                if (Integer.valueOf(DNS_NAME).equals(other.get(0))) {
                    out.add(String.valueOf(other.get(1)));
                }
            }
        }
        return out;
    }
}
