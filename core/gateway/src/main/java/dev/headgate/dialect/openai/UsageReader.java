package dev.headgate.dialect.openai;

import dev.headgate.api.Usage;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.util.OptionalLong;

/**
 * Reads a {@code usage} object in OpenAI's form and its relatives': DeepSeek's and Mistral's flat cache counts, and
 * xAI's completion count, which leaves reasoning out while its total holds it.
 */
final class UsageReader {
    private static final long HIGHEST = 1_000_000_000_000L;

    private long prompt = -1;
    private long completion = -1;
    private long total = -1;
    private long cached = -1;
    private long cacheWritten = -1;
    private long reasoning = -1;

    private UsageReader() {}

    /** The usage in the object that the reader has just entered; leaves the reader at the object's end. */
    static Usage read(JsonReader json) {
        var u = new UsageReader();
        while (json.next() == Token.NAME) {
            if (json.is("prompt_tokens")) {
                u.prompt = count(json);
            } else if (json.is("completion_tokens")) {
                u.completion = count(json);
            } else if (json.is("total_tokens")) {
                u.total = count(json);
            } else if (json.is("prompt_tokens_details")) {
                u.details(json);
            } else if (json.is("completion_tokens_details")) {
                u.details(json);
            } else if (json.is("prompt_cache_hit_tokens") || json.is("num_cached_tokens") || json.is("cached_tokens")) {
                u.cached = Math.max(u.cached, count(json));
            } else {
                json.next();
                json.skip();
            }
        }
        return u.usage();
    }

    /** The tokens in Cohere's {@code meta}, whose value follows; what it calls search units are none. */
    static Usage meta(JsonReader json) {
        var u = new UsageReader();
        u.meta(json, true);
        return u.usage();
    }

    private void meta(JsonReader json, boolean outside) {
        if (json.next() != Token.START_OBJECT) {
            json.skip();
            return;
        }
        while (json.next() == Token.NAME) {
            if (outside && (json.is("billed_units") || json.is("tokens"))) {
                meta(json, false);
            } else if (!outside && json.is("input_tokens")) {
                prompt = Math.max(prompt, count(json));
            } else {
                json.skip();
            }
        }
    }

    private void details(JsonReader json) {
        if (json.next() != Token.START_OBJECT) {
            json.skip();
            return;
        }
        while (json.next() == Token.NAME) {
            if (json.is("cached_tokens")) {
                cached = Math.max(cached, count(json));
            } else if (json.is("cache_write_tokens")) {
                cacheWritten = count(json);
            } else if (json.is("reasoning_tokens")) {
                reasoning = count(json);
            } else {
                json.next();
                json.skip();
            }
        }
    }

    /** The count that follows, or -1 when it is absent or absurd. */
    private static long count(JsonReader json) {
        Token t = json.next();
        if (t != Token.NUMBER) {
            json.skip();
            return -1;
        }
        long n = json.wholeNumber(-1);
        return n >= 0 && n <= HIGHEST ? n : -1;
    }

    private Usage usage() {
        if (reasoning > 0 && prompt >= 0 && completion >= 0 && total == prompt + completion + reasoning) {
            completion += reasoning;
        }
        if (total < 0 && prompt >= 0 && completion >= 0) {
            total = prompt + completion;
        }
        return new Usage(
                some(prompt), some(completion), some(total), some(cached), some(cacheWritten), some(reasoning));
    }

    private static OptionalLong some(long n) {
        return n < 0 ? OptionalLong.empty() : OptionalLong.of(n);
    }
}
