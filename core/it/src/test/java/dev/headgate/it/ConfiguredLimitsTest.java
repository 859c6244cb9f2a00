package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Limits as they are written in a file, and what operators and teams are told of them. */
final class ConfiguredLimitsTest {
    private static final String MODELS = """
            upstreams: { echo: { provider: echo } }
            models: { echo: echo/echo }
            """;
    private static final String CALLERS = """
            teams:
              search: { limits: [ 600/min, 200k tokens/min, 5M input-tokens/day, 50 concurrent ] }
              mail: {}
            keys:
              - { name: lead, team: search, secret: the-leads-own-key, limits: 7 concurrent }
              - { name: other, team: mail, secret: another-callers-key }
            """;

    private static List<String> rows(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared()
                .readTree(answer.body())
                .path("limits")
                .valueStream()
                .map(ConfiguredLimitsTest::row)
                .toList();
    }

    private static String row(JsonNode l) {
        return (l.path("scope").asString() + " " + l.path("limit").asLong() + " "
                        + l.path("dimension").asString() + " "
                        + l.path("window").asString())
                .strip();
    }

    @Test
    void limits_in_a_few_words_are_those_that_a_lead_and_an_operator_see() {
        try (PackagedGateway gateway = PackagedGateway.start(MODELS + "filters: [ rate-limit ]\n" + CALLERS)) {
            String[] ofTeam = {
                "team 600 requests 60s",
                "team 200000 tokens 60s",
                "team 5000000 input tokens 86400s",
                "team 50 concurrent requests"
            };
            assertThat(rows(gateway.get("/v1/usage", "authorization", "Bearer the-leads-own-key")))
                    .containsExactly("key 7 concurrent requests", ofTeam[0], ofTeam[1], ofTeam[2], ofTeam[3]);
            assertThat(rows(gateway.adminGet("/usage?key=lead"))).hasSize(5);
            assertThat(rows(gateway.adminGet("/usage?team=search"))).containsExactly(ofTeam);
            assertThat(rows(gateway.adminGet("/usage?team=mail"))).isEmpty();
        }
    }

    @Test
    void whose_usage_nobody_knows_is_said_with_those_that_are_known() {
        try (PackagedGateway gateway = PackagedGateway.start(MODELS + "filters: [ rate-limit ]\n" + CALLERS)) {
            HttpResponse<String> unknown = gateway.adminGet("/usage?team=serach");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("no key belongs to a team of this name; known: mail, search");
            HttpResponse<String> noKey = gateway.adminGet("/usage?key=nobody-s");
            assertThat(noKey.statusCode()).isEqualTo(404);
            assertThat(noKey.body()).contains("no key has this name");
            HttpResponse<String> nobody = gateway.adminGet("/usage");
            assertThat(nobody.statusCode()).isEqualTo(400);
            assertThat(nobody.body()).contains("/usage?key=NAME").contains("/usage?team=NAME");
            assertThat(gateway.get("/v1/usage").statusCode()).isEqualTo(401);
        }
    }

    private static Launched check(String yaml) {
        Launched check =
                Launched.run("check", PackagedGateway.configuration(yaml).toString());
        check.awaitExit();
        return check;
    }

    @Test
    void limits_that_no_filter_holds_anybody_to_are_a_warning_at_their_line() {
        Launched idle = check(MODELS + CALLERS);
        assertThat(idle.out() + idle.err())
                .containsPattern(
                        ":6:\\d+: teams.search.limits: no filter holds anybody to these; add rate-limit to filters")
                .containsPattern(
                        ":9:\\d+: keys\\[0\\].limits: no filter holds anybody to these; add rate-limit to filters");
        Launched held = check(MODELS + "filters: [ rate-limit ]\n" + CALLERS);
        assertThat(held.out() + held.err()).doesNotContain("holds anybody");
    }

    @Test
    void what_is_wrong_with_a_limit_has_its_line_and_what_would_be_right() {
        Launched wrong = check(MODELS + """
                filters: [ rate-limit ]
                teams:
                  a: { limits: [ 50 parallel ] }
                  b: { limits: [ 5 concurrent, 6 concurrent ] }
                  c: { limits: [ 600/min, 900/min ] }
                  d: { limits: 0 concurrent }
                """);
        assertThat(wrong.awaitExit()).isEqualTo(1);
        assertThat(wrong.out())
                .containsPattern(":7:\\d+: teams.a.limits.* use a limit such as 600/min")
                .containsPattern(":8:\\d+: teams.b.limits.*two for concurrent requests")
                .containsPattern(":9:\\d+: teams.c.limits.*two for 60s")
                .containsPattern(":10:\\d+: teams.d.limits");
    }
}
