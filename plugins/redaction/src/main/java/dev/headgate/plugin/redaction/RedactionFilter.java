package dev.headgate.plugin.redaction;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Content.Coverage;
import dev.headgate.api.Content.Part;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Lane;
import dev.headgate.api.Scope;
import dev.headgate.api.StreamRewriter;
import dev.headgate.plugin.redaction.detect.Finding;
import dev.headgate.plugin.redaction.external.Analyzer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through the texts of requests and answers; what takes long, away from the event loop. */
final class RedactionFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(RedactionFilter.class);

    /** A body up to this size is looked through within a few milliseconds at worst. */
    private static final int QUICK_BYTES = 64 * 1024;

    private static final StreamRewriter UNTOUCHED = new StreamRewriter() {
        @Override
        public String more(String text) {
            return text;
        }

        @Override
        public String end() {
            return "";
        }
    };

    private final Rules rules;
    private final Optional<Analyzer> external;
    private final External.Answers externally;
    private final boolean requests;

    /**
     * @param external asked about requests, if there is one
     * @param externally which answers it is asked about
     */
    RedactionFilter(Rules rules, Optional<Analyzer> external, External.Answers externally) {
        this.rules = rules;
        this.external = external;
        this.externally = externally;
        this.requests = looksAt(Side.REQUEST);
    }

    private boolean looksAt(Side side) {
        return Arrays.stream(Scope.values()).anyMatch(s -> rules.policy().looksAt(side, s));
    }

    @Override
    public Future<GatewayResponse> apply(Exchange exchange, Chain next) {
        if (exchange.streaming() && externally == External.Answers.ONLY_WHOLE && looksAt(Side.ANSWER)) {
            throw Failure.invalid(
                            "stream: answers are looked through as a whole here, so none can be streamed; leave it out.",
                            "stream",
                            "unsupported_value")
                    .exception();
        }
        Redactor redactor = rules.redactor(exchange.principal());
        exchange.atEnd(outcome -> redactor.note(exchange));
        Body body = exchange.body();
        Content content = rules.metadata() ? exchange.content().withMetadata() : exchange.content();
        survey(exchange, content);
        boolean prepared = rules.detectors().isPrepared();
        if (!requests) {
            return Aside.from(prepared, this::prepare).compose(r -> answered(exchange, redactor, next));
        }
        boolean quick = prepared && external.isEmpty() && body.length() <= QUICK_BYTES;
        return Aside.from(quick, () -> request(redactor, content, body)).compose(changed -> {
            if (changed != body) {
                exchange.body(changed);
            }
            return answered(exchange, redactor, next);
        });
    }

    private boolean prepare() {
        rules.detectors().prepare();
        return true;
    }

    /** Says where the texts are, and refuses what nobody can look into where that is wanted. */
    private void survey(Exchange exchange, Content content) {
        if (!rules.refuseUnknown() && !LOG.isDebugEnabled()) {
            return;
        }
        Coverage coverage = content.coverage();
        LOG.debug("request {}: texts at {}, not understood {}", exchange.id(), coverage.texts(), coverage.unknown());
        if (rules.refuseUnknown() && !coverage.unknown().isEmpty()) {
            String path = coverage.unknown().getFirst();
            throw Failure.invalid(
                            path + ": this member is not known, so nobody can tell whether it holds something that must"
                                    + " not go on; leave it out.",
                            path,
                            "unknown_content")
                    .exception();
        }
    }

    private Body request(Redactor redactor, Content content, Body body) {
        rules.detectors().prepare();
        List<Part> parts = content.parts();
        List<List<Finding>> found = new ArrayList<>(parts.size());
        for (Part part : parts) {
            found.add(
                    rules.policy().looksAt(Side.REQUEST, part.scope())
                            ? rules.detectors().find(part.text())
                            : List.of());
        }
        external.ifPresent(analyzer -> ask(analyzer, parts, found));
        return redactor.request(content, body, parts, found);
    }

    private void ask(Analyzer analyzer, List<Part> parts, List<List<Finding>> found) {
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (rules.policy().looksAt(Side.REQUEST, parts.get(i).scope())) {
                asked.add(i);
            }
        }
        List<List<Finding>> further =
                analyzer.find(asked.stream().map(i -> parts.get(i).text()).toList(), "the request was not sent on");
        for (int i = 0; i < further.size(); i++) {
            int part = asked.get(i);
            found.set(part, Overlaps.join(found.get(part), further.get(i)));
        }
    }

    private Future<GatewayResponse> answered(Exchange exchange, Redactor redactor, Chain next) {
        Future<GatewayResponse> answer = next.proceed(exchange);
        boolean looked = Arrays.stream(Scope.values()).anyMatch(redactor::answers);
        return looked ? answer.compose(a -> answer(exchange, redactor, a)) : answer;
    }

    private Future<GatewayResponse> answer(Exchange exchange, Redactor redactor, GatewayResponse response) {
        return switch (response) {
            case Buffered(var status, var headers, var body) ->
                Aside.from(body.length() <= QUICK_BYTES && externally == External.Answers.OFF, () -> {
                    Body changed = exchange.content(body)
                            .rewrite((scope, text) -> redactor.answers(scope) ? whole(redactor, scope, text) : text);
                    return changed == body ? response : new Buffered(status, headers, changed);
                });
            case Streaming(var status, var headers, var events) ->
                Future.succeededFuture(new Streaming(status, headers, events.map(lane -> rewriter(redactor, lane))));
        };
    }

    private String whole(Redactor redactor, Scope scope, String text) {
        AnswerLane lane = redactor.lane(scope);
        boolean ask = externally != External.Answers.OFF && rules.policy().looksAt(Side.ANSWER, scope);
        return ask && external.isPresent()
                ? lane.whole(text, rules.detectors(), seen -> find(external.get(), seen))
                : lane.whole(text);
    }

    private static List<Finding> find(Analyzer analyzer, String text) {
        List<List<Finding>> found = analyzer.find(List.of(text), "the answer is not passed on");
        return found.isEmpty() ? List.of() : found.getFirst();
    }

    private static StreamRewriter rewriter(Redactor redactor, Lane lane) {
        return redactor.answers(lane.scope()) ? redactor.lane(lane.scope()) : UNTOUCHED;
    }

    @Override
    public void close() {
        external.ifPresent(Analyzer::close);
    }
}
