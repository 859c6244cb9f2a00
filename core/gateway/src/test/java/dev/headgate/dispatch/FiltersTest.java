package dev.headgate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FiltersTest {
    private static final Observer NOBODY = new Observer() {
        @Override
        public void shadowed(String route, Attempt attempt) {}

        @Override
        public FilterCalls filter(String name) {
            return (outcome, ownNanos, cpuNanos) -> {};
        }
    };

    @Test
    void an_empty_chain_is_its_very_end_and_so_costs_nothing() {
        Filter.Chain end = e ->
                Future.failedFuture(Failure.of(Failure.Kind.NO_TARGET, "none").exception());
        assertThat(Filters.NONE.chain(end, NOBODY)).isSameAs(end);
        assertThat(new Filters(List.of(), Map.of(), Map.of()).chain(end, NOBODY))
                .isSameAs(end);
    }
}
