package dev.headgate.dispatch;

import dev.headgate.route.Target;
import dev.headgate.upstream.Admission;
import dev.headgate.upstream.Load;
import dev.headgate.upstream.Upstream;
import java.util.Optional;

/**
 * One target of one exchange, with what it stands for here.
 *
 * @param model the model asked for, as the upstream calls it
 */
record Leg(Target target, String model, Upstream upstream) {
    Optional<Admission> admit(long now, boolean lastResort) {
        return upstream.admit(model, now, lastResort);
    }

    Load load() {
        return upstream.load(target.model());
    }
}
