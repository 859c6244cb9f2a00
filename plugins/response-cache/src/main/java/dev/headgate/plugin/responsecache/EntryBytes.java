package dev.headgate.plugin.responsecache;

import dev.headgate.api.Headers;
import dev.headgate.plugin.responsecache.Answer.Form;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** An entry as compressed bytes and back. */
final class EntryBytes {
    private static final int VERSION = 1;

    private EntryBytes() {}

    static byte[] write(Entry entry) {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
            out.writeByte(VERSION);
            out.writeLong(entry.storedAt());
            out.writeLong(entry.freshUntil());
            out.writeLong(entry.keptUntil());
            out.writeLong(entry.prompt());
            out.writeLong(entry.completion());
            out.writeLong(entry.cost());
            out.writeUTF(entry.team());
            out.writeUTF(entry.key());
            out.writeUTF(entry.model());
            answer(entry.answer(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void answer(Answer answer, DataOutputStream out) throws IOException {
        out.writeBoolean(answer.form() == Form.EVENTS);
        out.writeUTF(answer.idPrefix());
        out.writeInt(answer.headers().entries().size());
        for (Map.Entry<String, String> h : answer.headers().entries()) {
            out.writeUTF(h.getKey());
            out.writeUTF(h.getValue());
        }
        template(answer.body(), out);
        template(answer.usage(), out);
        numbers(answer.pauses(), out);
    }

    private static void template(Template template, DataOutputStream out) throws IOException {
        out.writeInt(template.bytes().length);
        out.write(template.bytes());
        numbers(template.places(), out);
    }

    private static void numbers(int[] numbers, DataOutputStream out) throws IOException {
        out.writeInt(numbers.length);
        for (int n : numbers) {
            out.writeInt(n);
        }
    }

    /**
     * @param longest how many bytes any part of it may have
     * @throws IllegalArgumentException when it is no entry, or none of this version
     */
    static Entry read(byte[] bytes, int longest) {
        try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("of another version");
            }
            long storedAt = in.readLong();
            long freshUntil = in.readLong();
            long keptUntil = in.readLong();
            long prompt = in.readLong();
            long completion = in.readLong();
            long cost = in.readLong();
            String team = in.readUTF();
            String key = in.readUTF();
            String model = in.readUTF();
            return new Entry(
                    answer(in, longest),
                    Optional.empty(),
                    storedAt,
                    freshUntil,
                    keptUntil,
                    team,
                    key,
                    model,
                    prompt,
                    completion,
                    cost,
                    Optional.empty());
        } catch (IOException e) {
            throw new IllegalArgumentException("not an entry", e);
        }
    }

    private static Answer answer(DataInputStream in, int longest) throws IOException {
        Form form = in.readBoolean() ? Form.EVENTS : Form.WHOLE;
        String idPrefix = in.readUTF();
        Headers headers = Headers.NONE;
        for (int left = length(in, 64); left > 0; left--) {
            headers = headers.with(in.readUTF(), in.readUTF());
        }
        Template body = template(in, longest);
        Template usage = template(in, longest);
        int[] pauses = numbers(in, longest);
        return new Answer(form, body, usage, pauses, idPrefix, headers, true);
    }

    private static Template template(DataInputStream in, int longest) throws IOException {
        byte[] bytes = in.readNBytes(length(in, longest));
        return Template.of(bytes, numbers(in, longest));
    }

    private static int[] numbers(DataInputStream in, int longest) throws IOException {
        int[] numbers = new int[length(in, longest)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readInt();
        }
        return numbers;
    }

    private static int length(DataInputStream in, int longest) throws IOException {
        int n = in.readInt();
        if (n < 0 || n > longest) {
            throw new IllegalArgumentException("too long");
        }
        return n;
    }
}
