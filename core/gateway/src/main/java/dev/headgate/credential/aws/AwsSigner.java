package dev.headgate.credential.aws;

import dev.headgate.credential.Proof;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signs requests to one service of AWS with one access key.
 *
 * @param base where the service is; its path stands before every request's
 */
record AwsSigner(AwsKeys keys, String region, String service, URI base) implements Proof.Signer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public List<String> secrets() {
        var secrets = new ArrayList<>(List.of(keys.secret(), keys.id()));
        keys.token().ifPresent(secrets::add);
        return secrets;
    }

    @Override
    public List<Map.Entry<String, String>> sign(Outgoing request, Instant now) {
        String time = TIME.format(now);
        var signed = new TreeMap<String, String>();
        for (Map.Entry<String, String> h : request.headers()) {
            String name = h.getKey().toLowerCase(Locale.ROOT);
            // Whatever stands between us and AWS may change others.
            if (name.equals("content-type") || name.startsWith("x-amz")) {
                signed.merge(name, h.getValue(), (a, b) -> a + "," + b);
            }
        }
        signed.put("host", authority());
        var more = new ArrayList<Map.Entry<String, String>>(3);
        more.add(Map.entry("x-amz-date", time));
        keys.token().ifPresent(t -> more.add(Map.entry("x-amz-security-token", t)));
        more.forEach(h -> signed.put(h.getKey(), h.getValue()));
        String authorization = new SigV4(keys, region, service)
                .authorization(
                        request.method(),
                        path() + request.path(),
                        signed,
                        request.body().array(),
                        time);
        more.add(Map.entry("authorization", authorization));
        return more;
    }

    /** As the header {@code host} is sent: without the scheme's own port (RFC 9110 §7.2). */
    private String authority() {
        int usual = base.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return base.getPort() < 0 || base.getPort() == usual ? base.getHost() : base.getHost() + ":" + base.getPort();
    }

    private String path() {
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public String toString() {
        return "AwsSigner[" + service + " in " + region + "]";
    }
}
