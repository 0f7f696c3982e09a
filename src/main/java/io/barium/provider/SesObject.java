package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.model.Mail;
import io.barium.provider.kit.AwsSignature4;
import io.barium.provider.kit.EnvelopeContext;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchSecret;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The S3 object in which SES left a raw mail. */
final class SesObject {
    /** The fetch of it. */
    static final String KIND = "object";

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");
    /** A bucket that can be a host name under S3's own certificate. */
    private static final Pattern HOST_BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    private static final Pattern HOST = Pattern.compile(
            "(?:[a-z0-9][a-z0-9-]{1,61}[a-z0-9]\\.)?s3\\.([a-z0-9-]{3,40})\\.(amazonaws\\.com(?:\\.cn)?)");

    private static final Pattern CREDENTIALS = Pattern.compile("([A-Za-z0-9]{8,128}):(\\S+)");
    private static final int MAX_KEY = 1024;

    private SesObject() {}

    /** The object's URL in a region; {@code null} for names that no object has. */
    static @Nullable String url(String bucket, String key, String region) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        if (!BUCKET.matcher(bucket).matches() || name.length == 0 || name.length > MAX_KEY) {
            return null;
        }
        StringBuilder path = new StringBuilder();
        for (byte b : name) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            if (plain || "-._~/".indexOf(b) >= 0) {
                path.append((char) b);
            } else {
                path.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        String s3 = "s3." + region + "." + SnsMessage.domain(region);
        return HOST_BUCKET.matcher(bucket).matches()
                ? "https://" + bucket + "." + s3 + "/" + path
                : "https://" + s3 + "/" + bucket + "/" + path;
    }

    /** The region of S3's host in a URL; {@code null} when the host is another. */
    static @Nullable String region(URI uri) {
        Matcher host = HOST.matcher(uri.getHost());
        return host.matches() && SnsMessage.domain(host.group(1)).equals(host.group(2)) && uri.getRawQuery() == null
                ? host.group(1)
                : null;
    }

    /** The key by which objects are fetched. */
    static AwsSignature4 credentials(Source source) throws MalformedHook {
        Matcher credentials = CREDENTIALS.matcher(FetchSecret.text(source));
        if (!credentials.matches()) {
            throw new MalformedHook(
                    "sources[id=" + source.id() + "].fetchSecret: expected accessKeyId:secretAccessKey, found another");
        }
        return new AwsSignature4(credentials.group(1), credentials.group(2));
    }

    /** What has to be known of a mail when its object is there. */
    static Fetch fetch(String url, Map<String, String> envelope, SesVerdicts verdicts) {
        envelope.putAll(verdicts.context());
        return new Fetch(KIND, url, envelope);
    }

    /** The mail in the object. */
    static Mail read(Fetch fetch, Fetched content, Source source) throws MalformedHook {
        if (MimeReader.headers(content.body()).fields().isEmpty()) {
            throw new MalformedHook("object: expected a mail, found no header; message encryption has to be off");
        }
        SesVerdicts verdicts = SesVerdicts.of(fetch.context());
        return MimeReader.read(
                content.body(),
                EnvelopeContext.read(fetch, KIND, source),
                headers -> verdicts.authentication(headers, fetch.context().get("from")));
    }
}
