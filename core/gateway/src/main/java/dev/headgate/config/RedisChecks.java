package dev.headgate.config;

import java.util.List;
import java.util.stream.Stream;

/** What must hold between the keys that say which Redis is shared. */
final class RedisChecks {
    private static final String PATH = "state.redis";
    private static final List<String> WAYS = List.of("url", "sentinels", "cluster");

    private final Findings findings;

    RedisChecks(Findings findings) {
        this.findings = findings;
    }

    void run(Redis redis) {
        List<String> ways = WAYS.stream().filter(this::written).toList();
        boolean shorthand = ways.isEmpty() && redis.url().isPresent();
        if (ways.isEmpty() && !shorthand) {
            findings.error(PATH, "nothing says where it is; write url, sentinels or cluster");
        }
        if (ways.size() > 1) {
            findings.error(
                    PATH + "." + ways.get(1),
                    ways.getFirst() + " is written too; use one of url, sentinels and cluster");
        }
        if (written("sentinels") && !written("master")) {
            findings.error(PATH + ".sentinels", "write master as well, the name under which they watch the servers");
        }
        if (written("master") && !written("sentinels")) {
            findings.error(PATH + ".master", "only sentinels know masters; write sentinels, or drop it");
        }
        credentials(redis);
        tls(redis);
        if (redis.cluster().stream().anyMatch(u -> u.database() != 0)) {
            findings.error(PATH + ".cluster", "a cluster has no database but 0; drop the number");
        }
        if (redis.sentinels().stream().map(RedisUrl::database).distinct().count() > 1) {
            findings.error(PATH + ".sentinels", "name different databases; all must name one");
        }
    }

    private void credentials(Redis redis) {
        if (written("username") && !written("password")) {
            findings.error(PATH + ".username", "write password as well");
        }
        boolean inUrl = Stream.concat(redis.url().stream(), redis.cluster().stream())
                .anyMatch(u -> u.password().isPresent());
        if (inUrl && written("password")) {
            findings.error(PATH + ".password", "the URL holds one too; use one of the two");
        }
        if (redis.cluster().stream()
                        .map(u -> List.of(u.username(), u.password()))
                        .distinct()
                        .count()
                > 1) {
            findings.error(PATH + ".cluster", "its nodes have different credentials; a cluster has one");
        }
    }

    private void tls(Redis redis) {
        List<RedisUrl> addresses = redis.addresses();
        boolean tls = addresses.stream().anyMatch(RedisUrl::tls);
        if (tls && !addresses.stream().allMatch(RedisUrl::tls)) {
            findings.error(PATH, "redis and rediss are mixed; use one of the two");
        }
        for (String key : List.of("ca-certificate", "certificate", "key")) {
            if (written(key) && !tls && !addresses.isEmpty()) {
                findings.error(PATH + "." + key, "means nothing without TLS; write rediss:// instead of redis://");
            }
        }
        if (written("certificate") != written("key")) {
            String there = written("key") ? "key" : "certificate";
            findings.error(PATH + "." + there, "write " + (written("key") ? "certificate" : "key") + " as well");
        }
    }

    private boolean written(String key) {
        return findings.written(PATH + "." + key);
    }
}
