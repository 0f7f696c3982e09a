package io.barium.provider.kit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;

/**
 * AWS Signature Version 4 for a GET of an S3 object: what makes such a request the key owner's. The path is signed as
 * it stands in the URI, as S3 wants it; a query is not signed, so there must be none.
 *
 * @param accessKeyId names the key
 * @param secretAccessKey the key
 */
public record AwsSignature4(String accessKeyId, String secretAccessKey) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String EMPTY_BODY = Sha256.hex(new byte[0]);
    private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";

    /** Headers to send with the GET, besides Host. */
    public Map<String, String> headers(URI object, String region, Instant now) {
        String time = TIME.format(now);
        String day = time.substring(0, 8);
        String scope = day + "/" + region + "/s3/aws4_request";
        String request = "GET\n" + object.getRawPath() + "\n\nhost:" + object.getRawAuthority()
                + "\nx-amz-content-sha256:" + EMPTY_BODY + "\nx-amz-date:" + time + "\n\n" + SIGNED + "\n" + EMPTY_BODY;
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + Sha256.hex(bytes(request));
        byte[] key = bytes("AWS4" + secretAccessKey);
        for (String part : new String[] {day, region, "s3", "aws4_request"}) {
            key = Hmac.SHA256.sign(key, bytes(part));
        }
        String signature = HexFormat.of().formatHex(Hmac.SHA256.sign(key, bytes(toSign)));
        return Map.of(
                "x-amz-date",
                time,
                "x-amz-content-sha256",
                EMPTY_BODY,
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + accessKeyId + "/" + scope + ", SignedHeaders=" + SIGNED
                        + ", Signature=" + signature);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "AWS key " + accessKeyId;
    }
}
