package dev.headgate.dialect.openai;

import static dev.headgate.dialect.openai.Verdicts.array;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestReader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Embeddings beyond their input, rerankings and counts of tokens. */
final class OtherRequestReadersTest {
    private static final RequestReader EMBEDDING = new EmbeddingRequestReader();
    private static final RequestReader RERANK = new RerankRequestReader();
    private static final RequestReader TOKEN_COUNT = new TokenCountRequestReader();

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void judges_members(String reader, String members, String verdict) {
        RequestReader of = reader.equals("embedding") ? EMBEDDING : reader.equals("rerank") ? RERANK : TOKEN_COUNT;
        assertThat(Verdicts.of(of, "{\"model\":\"m\"," + members + "}")).isEqualTo(verdict);
    }

    private static String ranked(String query, String documents) {
        return "\"query\":" + query + ",\"documents\":" + documents;
    }

    static Stream<Arguments> judges_members() {
        return Stream.of(
                Arguments.of("embedding", "\"input\":\"x\",\"dimensions\":256,\"encoding_format\":\"float\"", "ok"),
                Arguments.of("embedding", "\"input\":\"x\",\"dimensions\":null,\"encoding_format\":null", "ok"),
                Arguments.of("embedding", "\"input\":\"x\",\"dimensions\":0", "400 invalid_value dimensions"),
                Arguments.of("embedding", "\"input\":\"x\",\"dimensions\":\"8\"", "400 invalid_type dimensions"),
                Arguments.of("embedding", "\"input\":\"x\",\"encoding_format\":1", "400 invalid_type encoding_format"),
                Arguments.of("rerank", ranked("\"q\"", "[\"a\",{\"text\":\"b\"}]"), "ok"),
                Arguments.of("rerank", ranked("\"q\"", "[\"a\"],\"top_n\":1,\"return_documents\":true"), "ok"),
                Arguments.of("rerank", ranked("{\"image\":\"u\"}", "[\"a\"]"), "ok"),
                Arguments.of("rerank", ranked("\"q\"", array(10_000, "\"#\"")), "ok"),
                Arguments.of("rerank", "\"documents\":[\"a\"]", "400 missing_required_parameter query"),
                Arguments.of("rerank", "\"query\":\"q\"", "400 missing_required_parameter documents"),
                Arguments.of("rerank", ranked("\"\"", "[\"a\"]"), "400 invalid_value query"),
                Arguments.of("rerank", ranked("5", "[\"a\"]"), "400 invalid_type query"),
                Arguments.of("rerank", ranked("\"q\"", "[]"), "400 invalid_value documents"),
                Arguments.of("rerank", ranked("\"q\"", "{}"), "400 invalid_type documents"),
                Arguments.of("rerank", ranked("\"q\"", "[\"a\",5]"), "400 invalid_type documents[1]"),
                Arguments.of("rerank", ranked("\"q\"", array(1_000_000, "\"\"")), "400 invalid_value documents"),
                Arguments.of("rerank", ranked("\"q\"", "[\"a\"],\"top_n\":0"), "400 invalid_value top_n"),
                Arguments.of("rerank", ranked("\"q\"", "[\"a\"],\"top_n\":1.5"), "400 invalid_value top_n"),
                Arguments.of(
                        "rerank",
                        ranked("\"q\"", "[\"a\"],\"return_documents\":1"),
                        "400 invalid_type return_documents"),
                Arguments.of("count", "\"input\":\"x\"", "ok"),
                Arguments.of("count", "\"instructions\":\"x\",\"tools\":[{}]", "ok"),
                Arguments.of("count", "\"input\":[{\"role\":\"user\",\"content\":\"x\"}],\"x\":1", "ok"),
                Arguments.of("count", "\"input\":5", "400 invalid_type input"),
                Arguments.of("count", "\"input\":[5]", "400 invalid_type input[0]"),
                Arguments.of("count", "\"input\":" + array(10_001, "{}"), "400 invalid_value input"),
                Arguments.of("count", "\"instructions\":[]", "400 invalid_type instructions"),
                Arguments.of("count", "\"tools\":5", "400 invalid_type tools"),
                Arguments.of("count", "\"extra_body\":{}", "400 unsupported_value extra_body"));
    }

    @Test
    void sees_whether_vectors_are_wanted_in_base64() {
        String body = "{\"model\":\"m\",\"input\":\"x\",\"encoding_format\":\"%s\"}";
        assertThat(EMBEDDING.read(Body.of(body.formatted("base64"))).base64()).isTrue();
        assertThat(EMBEDDING.read(Body.of(body.formatted("float"))).base64()).isFalse();
    }

    @Test
    void none_of_them_asks_for_a_stream() {
        assertThat(EMBEDDING.read(Body.of("{\"model\":\"m\",\"input\":\"x\",\"stream\":true}")).stream())
                .isFalse();
        assertThat(TOKEN_COUNT.read(Body.of("{\"model\":\"m\",\"input\":\"x\",\"stream\":true}")).stream())
                .isFalse();
    }
}
