package dev.headgate.plugin.requestlog;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.Phase;
import dev.headgate.api.settings.DataSize;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes filters that write a JSON line for each exchange which reaches them. They stand innermost, so what a filter
 * further out has taken out of a request does not get here, and what such a filter refuses or answers is not logged.
 *
 * <pre>{@code
 * filters:
 *   - request-log: { file: logs/requests.jsonl, fields: [ time, team, model, usage ] }
 * }</pre>
 */
@Extension
public final class RequestLogFactory implements FilterFactory<RequestLogFactory.Settings> {
    /** What a line may say. */
    enum Field {
        TIME,
        ID,
        TEAM,
        KEY,
        OPERATION,
        MODEL,
        ROUTE,
        STREAM,
        STATUS,
        FAILURE,
        ATTEMPTS,
        USAGE,
        DURATION,
        FIRST_TOKEN,
        LABELS,
        CONFIG
    }

    @Describe("Writes a JSON line for each exchange that no other filter has refused or answered.")
    record Settings(
            @Describe("The file; one that does not exist is made, for its owner's eyes alone.")
            Path file,

            @Describe("What a line says, in this order; everything when empty. Texts are switched on apart.")
            List<Field> fields,

            @Describe("Whether the texts of requests are written.") @Default("false")
            boolean prompts,

            @Describe("Whether the texts of answers are written.") @Default("false")
            boolean answers,

            @Describe("Whether e-mail addresses, long numbers and what looks like a credential are masked in texts.")
            @Default("true")
            boolean mask,

            @Describe("How much of the texts of a request, and of those of an answer, is written.")
            @Default("16KB")
            @Range(min = "1B", max = "1MB")
            DataSize longestText,

            @Describe("The size at which the file is put aside and a new one begun.")
            @Default("100MB")
            @Range(min = "64KB", max = "10GB")
            DataSize maxSize,

            @Describe("How many files that were put aside are kept, as FILE.1, FILE.2 and so on, the latest first.")
            @Default("5")
            @Range(min = "0", max = "1000")
            int keep) {
        Settings {
            fields = fields.isEmpty() ? List.of(Field.values()) : List.copyOf(fields);
        }
    }

    @Override
    public String name() {
        return "request-log";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Phase phase() {
        return Phase.OBSERVE;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        return new RequestLogFilter(
                settings,
                context.clock(),
                LogFile.shared(settings.file(), settings.maxSize().bytes(), settings.keep()));
    }
}
