package dev.headgate.http.admin;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One call that operators can make.
 *
 * @param path exact, or with a {@code *} at its end for any last segment
 * @param answer runs on an event loop; what it fails with is shown, so it must be fit for that
 */
public record AdminCall(String method, String path, Function<Request, Future<Answer>> answer) {
    /**
     * What was asked.
     *
     * @param rest what the {@code *} of the path stood for
     * @param query parameters by name; of several of one name the first
     */
    public record Request(String rest, Map<String, String> query, String body) {
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(query.get(name)).filter(v -> !v.isEmpty());
        }
    }

    /** What is answered: JSON, unless it says otherwise. */
    public record Answer(int status, String contentType, String text) {
        public static Answer json(int status, Object value) {
            return new Answer(status, "application/json", AdminJson.write(value));
        }

        /** Why a call was not done, and what would be right. */
        public static Answer refused(int status, String message) {
            return json(status, Map.of("error", message));
        }
    }

    /** Whether a request is for this call. */
    public boolean takes(String itsMethod, String itsPath) {
        return method.equals(itsMethod)
                && (path.equals(itsPath) || (wildcard() && rest(itsPath).isPresent()));
    }

    /** What the {@code *} stands for in this path. */
    Optional<String> rest(String itsPath) {
        String before = path.substring(0, path.length() - 1);
        boolean within = itsPath.startsWith(before) && itsPath.indexOf('/', before.length()) < 0;
        return within && itsPath.length() > before.length()
                ? Optional.of(itsPath.substring(before.length()))
                : Optional.empty();
    }

    /** Its answer to this request. */
    public Future<Answer> to(String itsPath, Map<String, String> query, String body) {
        return answer.apply(new Request(wildcard() ? rest(itsPath).orElse("") : "", query, body));
    }

    private boolean wildcard() {
        return path.endsWith("*");
    }
}
