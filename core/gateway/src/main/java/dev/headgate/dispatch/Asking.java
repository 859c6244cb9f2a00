package dev.headgate.dispatch;

import dev.headgate.api.Answered;
import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.api.Usage;
import dev.headgate.dialect.RequestHead;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** What a filter asks the gateway for on the way of an exchange: an exchange of its own, that runs through no filter. */
final class Asking {
    private Asking() {}

    static Future<Answered> ask(ExchangeState outer, Operation operation, Body request, Duration limit) {
        ExchangeState inner;
        try {
            inner = exchange(outer, operation, request, limit);
        } catch (GatewayException e) {
            return Future.failedFuture(e);
        }
        Observer observer = outer.snapshot().observer();
        outer.asks(inner);
        observer.begun();
        return Dispatcher.dispatch(inner).transform(answer -> {
            outer.asked(inner, used(inner));
            Optional<Failure> failure = failure(inner, answer);
            observer.ended(
                    inner, failure.map(Failure::status).orElse(200), failure.map(Failure::kind), inner.elapsed());
            return failure.isPresent()
                    ? Future.failedFuture(failure.get().exception())
                    : Future.succeededFuture(new Answered(
                            ((GatewayResponse.Buffered) answer.result()).body(),
                            inner.attempts().getLast()));
        });
    }

    private static ExchangeState exchange(ExchangeState outer, Operation operation, Body request, Duration limit) {
        if (outer.gone()) {
            throw Dispatcher.callerGone();
        }
        RequestHead head = outer.wireFormat().readHead(operation, request);
        if (head.stream()) {
            throw Failure.invalid("A filter cannot ask for a stream.", "stream", "invalid_value")
                    .exception();
        }
        return new ExchangeState(
                outer.id(),
                outer.loop(),
                outer.snapshot(),
                outer.wireFormat(),
                operation,
                outer.caller(),
                request,
                head,
                outer.loop().clock().nanos(),
                Optional.of(limit),
                name -> null,
                Headers.NONE);
    }

    private static Usage used(ExchangeState inner) {
        Usage all = inner.usage();
        for (Attempt a : inner.attempts()) {
            all = a.failure().isPresent() ? all.plus(a.usage()) : all;
        }
        return all;
    }

    /** Why there is no answer, if there is none: nobody could be asked, or whoever was has refused. */
    private static Optional<Failure> failure(ExchangeState inner, AsyncResult<GatewayResponse> answer) {
        if (answer.succeeded()) {
            return inner.failure();
        }
        return Optional.of(
                answer.cause() instanceof GatewayException g
                        ? g.failure()
                        : Failure.of(Kind.INTERNAL, "The gateway failed."));
    }
}
