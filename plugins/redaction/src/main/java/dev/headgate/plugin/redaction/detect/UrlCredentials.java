package dev.headgate.plugin.redaction.detect;

import java.util.Set;

/** The user and the password in a URL (RFC 3986, 3.2.1), or a token that stands there alone. */
final class UrlCredentials {
    private static final int LONGEST = Finding.LONGEST;

    private static final Set<String> DATABASES = Set.of(
            "postgres",
            "postgresql",
            "mysql",
            "mariadb",
            "mongodb",
            "srv",
            "redis",
            "rediss",
            "amqp",
            "amqps",
            "mssql",
            "sqlserver",
            "oracle",
            "clickhouse",
            "cassandra",
            "couchbase",
            "neo4j",
            "bolt",
            "ldap",
            "ldaps",
            "smtp",
            "smtps",
            "kafka",
            "nats",
            "cockroachdb",
            "snowflake",
            "pg",
            "asyncpg",
            "psycopg2",
            "pymysql",
            "aiomysql",
            "mysql2");

    private final boolean urls;
    private final boolean databases;

    private UrlCredentials(boolean urls, boolean databases) {
        this.urls = urls;
        this.databases = databases;
    }

    static void register(Triggers.Builder to, Set<Kind> kinds) {
        var looked = new UrlCredentials(kinds.contains(Kind.URL_CREDENTIALS), kinds.contains(Kind.CONNECTION_STRING));
        to.literal("://", looked::met);
    }

    private void met(Scan scan, int slashes, int start) {
        int at = start;
        int colon = -1;
        int user = -1;
        int stop = Math.min(scan.length, start + LONGEST);
        while (at < stop) {
            char c = scan.text.charAt(at);
            if (c == '@') {
                user = at;
            } else if (c == ':' && colon < 0) {
                colon = at;
            } else if (c <= ' '
                    || c == '"'
                    || c == '\''
                    || c == '<'
                    || c == '>'
                    || c == '`'
                    || c == '?'
                    || c == '#'
                    || (c == '/' && (colon < 0 || user > 0 || scan.at(at + 1) == '/'))
                    || c == '\\') {
                break;
            }
            at++;
        }
        if (at < stop || !scan.mayGoOn(at)) {
            if (user > start) {
                found(scan, slashes, start, colon, user);
            }
        } else {
            scan.open(start);
        }
    }

    private void found(Scan scan, int slashes, int start, int colon, int end) {
        boolean password = colon > 0 && colon < end - 1;
        String secret = scan.text.substring(password ? colon + 1 : start, end);
        if (StandIns.isVariable(secret) || (!password && !Plausible.isRandom(secret))) {
            return;
        }
        int scheme = slashes;
        while (slashes - scheme < 16 && Chars.isAlnum(scan.at(scheme - 1))) {
            scheme--;
        }
        boolean database = DATABASES.contains(scan.text.substring(scheme, slashes));
        if (database ? databases : urls) {
            scan.found(database ? Kind.CONNECTION_STRING : Kind.URL_CREDENTIALS, start, end, password ? 97 : 80);
        }
    }
}
