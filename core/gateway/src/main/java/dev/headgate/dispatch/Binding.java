package dev.headgate.dispatch;

import dev.headgate.api.Body;
import dev.headgate.dialect.Dialect;
import dev.headgate.route.Route;
import java.util.OptionalLong;

/** What binds an exchange to one of its route's targets, as a number. */
final class Binding {
    private Binding() {}

    static OptionalLong of(ExchangeState exchange, Route.Affinity affinity) {
        return switch (affinity) {
            case NONE -> OptionalLong.empty();
            case KEY -> key(exchange);
            case USER -> user(exchange);
            case CONVERSATION -> {
                Dialect dialect = exchange.wireFormat();
                Body body = exchange.body();
                OptionalLong conversation = dialect.conversation(exchange.operation(), body);
                yield conversation.isPresent() ? conversation : user(exchange);
            }
        };
    }

    private static OptionalLong user(ExchangeState exchange) {
        return exchange.wireFormat()
                .user(exchange.operation(), exchange.body())
                // Two teams may each have a user of the same name.
                .map(u -> OptionalLong.of(31L * exchange.principal().team().hashCode() + spread(u)))
                .orElseGet(() -> key(exchange));
    }

    private static OptionalLong key(ExchangeState exchange) {
        return OptionalLong.of(spread(exchange.principal().key()));
    }

    private static long spread(String text) {
        long h = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * 0x100000001B3L;
        }
        return h;
    }
}
