package dev.headgate.testkit;

import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Level;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Limits and holds by the book and without bounds. Guarded by the context it belongs to. */
final class FakeHolds {
    private final Map<String, Level> levels = new HashMap<>();
    private final Map<String, Open> open = new HashMap<>();

    private record Open(Hold hold, List<Long> taken, Instant until) {}

    Held hold(Hold hold, Instant now) {
        expire(now);
        boolean again = open.containsKey(hold.id());
        int refused = -1;
        long wait = 0;
        for (int i = 0; !again && i < hold.claims().size(); i++) {
            Claim claim = hold.claims().get(i);
            Level level = level(claim.limit(), now);
            if (!level.admits(claim.limit(), claim.amount())) {
                long its = level.wait(claim.limit(), claim.amount(), now.toEpochMilli());
                if (refused < 0 || (wait >= 0 && (its < 0 || its > wait))) {
                    refused = i;
                    wait = its;
                }
            }
        }
        if (refused < 0 && !again) {
            var taken = new ArrayList<Long>();
            for (Claim claim : hold.claims()) {
                Level level = level(claim.limit(), now);
                level.take(claim.amount());
                taken.add(level.end());
            }
            open.put(hold.id(), new Open(hold, taken, now.plus(hold.lease())));
        }
        return new Held(
                refused < 0 ? OptionalInt.empty() : OptionalInt.of(refused),
                refused < 0 || wait < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(wait)),
                look(hold.claims().stream().map(Claim::limit).toList(), now),
                Sharing.ALONE);
    }

    boolean settle(Hold hold, long[] spent, Instant now) {
        if (spent.length != hold.claims().size()) {
            throw new IllegalArgumentException(
                    spent.length + " amounts for " + hold.claims().size() + " claims");
        }
        expire(now);
        Open ended = open.remove(hold.id());
        if (ended != null) {
            settle(ended, spent, now);
        }
        return ended != null;
    }

    private void settle(Open ended, long[] spent, Instant now) {
        for (int i = 0; i < spent.length; i++) {
            Claim claim = ended.hold.claims().get(i);
            level(claim.limit(), now).settle(claim.limit(), claim.amount(), spent[i], ended.taken.get(i));
        }
    }

    boolean renew(Hold hold, Instant now) {
        expire(now);
        return open.computeIfPresent(hold.id(), (id, o) -> new Open(o.hold, o.taken, now.plus(o.hold.lease()))) != null;
    }

    List<Left> look(List<Limit> limits, Instant now) {
        expire(now);
        return limits.stream()
                .map(l -> level(l, now).left(l, now.toEpochMilli()))
                .toList();
    }

    int open(Instant now) {
        expire(now);
        return open.size();
    }

    private void expire(Instant now) {
        List<Open> over =
                open.values().stream().filter(o -> !now.isBefore(o.until)).toList();
        for (Open o : over) {
            open.remove(o.hold.id());
            settle(o, o.hold.claims().stream().mapToLong(Claim::amount).toArray(), now);
        }
    }

    private Level level(Limit limit, Instant now) {
        Level level = levels.computeIfAbsent(limit.key(), k -> new Level(now.toEpochMilli()));
        level.bring(limit, now.toEpochMilli());
        return level;
    }
}
