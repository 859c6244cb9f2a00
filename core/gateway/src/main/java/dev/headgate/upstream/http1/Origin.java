package dev.headgate.upstream.http1;

import java.net.URI;

/**
 * Where an upstream is.
 *
 * @param basePath what every path begins with; no slash at its end
 * @param authority for the Host header: without the scheme's own port (RFC 9110 §7.2)
 */
record Origin(boolean tls, String host, int port, String basePath, String authority) {
    static Origin of(URI base) {
        boolean tls = base.getScheme().equalsIgnoreCase("https");
        int usual = tls ? 443 : 80;
        int port = base.getPort() > 0 ? base.getPort() : usual;
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        String host = base.getHost();
        return new Origin(
                tls,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                port == usual ? host : host + ":" + port);
    }
}
