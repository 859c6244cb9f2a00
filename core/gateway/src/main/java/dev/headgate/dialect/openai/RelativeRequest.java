package dev.headgate.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Keepsakes.Kind;
import dev.headgate.dialect.Quirk;
import dev.headgate.dialect.Quirks;
import dev.headgate.dialect.Translator.Request;
import dev.headgate.hub.Losses;
import dev.headgate.hub.ToolChoice;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonString;
import dev.headgate.wire.JsonWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A request in the words of one relative. */
final class RelativeRequest {
    private static final byte[] SYSTEM = "\"system\"".getBytes(US_ASCII);

    /** What is no part of what is asked of the model: usage comes unasked, and the gateway itself is strict. */
    private static final Set<String> NO_LOSS = Set.of("stream_options", "strict");

    private final Asked asked;
    private final Quirks quirks;
    private final Json root;
    private final Losses losses;
    private final JsonSplice edits;

    RelativeRequest(Asked asked, Quirks quirks) {
        this.asked = asked;
        this.quirks = quirks;
        this.root = Json.read(asked.body().array(), JsonLimits.STANDARD);
        this.losses = Losses.of(root);
        this.edits = new JsonSplice(asked.body().array());
    }

    Request request() {
        edits.remove(root, this::refused);
        for (Json m : root) {
            String other = renamed(m);
            if (!other.isEmpty()) {
                edits.replace(m.nameStart(), m.nameEnd(), JsonString.quote(other));
            }
        }
        if (quirks.has(Quirk.NO_ALLOWED_TOOLS)
                && root.get("tool_choice").get("type").is("allowed_tools")) {
            choose(root.get("tool_choice"), root.get("tools"));
        }
        for (Json m : root.get("messages")) {
            message(m);
        }
        return new Request(edits.empty() ? asked.body() : Body.wrap(edits.apply()), losses.dropped());
    }

    /** Whether this member is left out: because it is not known, or because it is there by its other name as well. */
    private boolean refused(Json member) {
        String name = member.name();
        if (quirks.refuses().contains(name)) {
            if (!NO_LOSS.contains(name) && Losses.matters(member)) {
                losses.drop(name);
            }
            return true;
        }
        String other = quirks.renames().get(name);
        return other != null && root.get(other).present();
    }

    private String renamed(Json member) {
        if (quirks.renames().isEmpty() || quirks.refuses().contains(member.name())) {
            return "";
        }
        String other = quirks.renames().get(member.name());
        return other == null || root.get(other).present() ? "" : other;
    }

    /** A choice among some of the tools is one among all of those that are sent. */
    private void choose(Json among, Json tools) {
        ToolChoice choice = ToolChoice.of(among);
        var some = new JsonWriter(tools.end() - tools.start()).openList();
        boolean any = false;
        boolean all = true;
        for (Json tool : tools) {
            if (choice.allows(tool)) {
                some.copy(tool);
                any = true;
            } else {
                all = false;
            }
        }
        if (!any) {
            throw Failure.invalid(
                            "tool_choice allows none of the request's tools: allowed_tools.tools must name at least one.",
                            "tool_choice",
                            "invalid_value")
                    .exception();
        }
        if (!all) {
            edits.replace(tools.start(), tools.end(), some.closeList().toByteArray());
        }
        String mode = choice.mode().name().toLowerCase(Locale.ROOT);
        edits.replace(among.start(), among.end(), JsonString.quote(mode));
    }

    private void message(Json m) {
        if (quirks.has(Quirk.NO_DEVELOPER) && m.get("role").is("developer")) {
            edits.replace(m.get("role").start(), m.get("role").end(), SYSTEM);
        }
        if (quirks.has(Quirk.SHORT_IDS)) {
            shorten(m.get("tool_call_id"));
            for (Json call : m.get("tool_calls")) {
                shorten(call.get("id"));
            }
        }
        if (m.get("role").is("assistant")) {
            if (quirks.has(Quirk.REASONING_BACK) && !m.get("reasoning_content").saysSomething()) {
                giveBack(Kind.REASONING, m, "reasoning_content");
            }
            if (quirks.has(Quirk.DETAILS_BACK) && m.get("reasoning_details").isEmpty()) {
                giveBack(Kind.REASONING_DETAILS, m, "reasoning_details");
            }
        }
    }

    /** Adds what was kept under the id of a call that this message makes, if anything was. */
    private void giveBack(Kind kind, Json m, String member) {
        for (Json call : m.get("tool_calls")) {
            Optional<byte[]> kept = asked.keepsakes().find(kind, call.get("id").text());
            if (kept.isPresent()) {
                set(m, member, kept.get());
                return;
            }
        }
    }

    private void shorten(Json id) {
        if (id.isString()) {
            String own = ShortIds.of(id.text());
            if (!id.is(own)) {
                edits.replace(id.start(), id.end(), JsonString.quote(own));
            }
        }
    }

    private void set(Json m, String name, byte[] value) {
        Json empty = m.get(name);
        if (empty.present()) {
            edits.replace(empty.start(), empty.end(), value);
        } else {
            var member = new JsonWriter(value.length + 24).name(name);
            edits.addMember(m.end() - 1, member.bytes(value, 0, value.length).toByteArray());
        }
    }
}
