package dev.headgate.app;

import dev.headgate.dialect.Dialect;
import dev.headgate.dialect.openai.OpenAiDialect;
import java.util.List;

/** The wire formats this gateway speaks; to add one, add its line. */
final class Dialects {
    static final List<Dialect> ALL = List.of(new OpenAiDialect());

    private Dialects() {}
}
