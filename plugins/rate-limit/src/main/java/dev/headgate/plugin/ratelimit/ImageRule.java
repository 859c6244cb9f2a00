package dev.headgate.plugin.ratelimit;

/** What an image costs with a kind of model, by what its provider has published. */
sealed interface ImageRule {
    /** Of this size, in pixels. */
    long tokens(FileHead.Size size);

    /** The most that one can cost. */
    long most();

    /** In low detail. */
    default long low() {
        return most();
    }

    /** That of a model, by its name without a namespace and in small letters; for unknown ones a generous one. */
    static ImageRule of(String model) {
        if (model.startsWith("claude")) {
            return new Area();
        }
        if (model.startsWith("gemini")) {
            return new Crops();
        }
        if (model.startsWith("gpt-4o-mini") || model.startsWith("chatgpt-4o-mini")) {
            return new Tiles(2_833, 5_667);
        }
        if (model.startsWith("gpt-4.1-mini") || model.startsWith("gpt-5-mini")) {
            return new Patches(1.62);
        }
        if (model.startsWith("gpt-4.1-nano") || model.startsWith("gpt-5-nano")) {
            return new Patches(2.46);
        }
        if (model.startsWith("o4-mini")) {
            return new Patches(1.72);
        }
        if (model.startsWith("gpt-4")) {
            return new Tiles(85, 170);
        }
        if (model.startsWith("gpt-5")) {
            return new Tiles(70, 140);
        }
        return model.startsWith("o1") || model.startsWith("o3") ? new Tiles(75, 150) : new Unknown();
    }

    /** OpenAI's: scaled into 2,048 by 2,048, then to 768 on the shorter side; so much, and so much for each 512 by 512. */
    record Tiles(long base, long each) implements ImageRule {
        @Override
        public long tokens(FileHead.Size size) {
            double scale = Math.min(1, 2_048.0 / Math.max(size.width(), size.height()));
            double shorter = Math.min(size.width(), size.height()) * scale;
            scale *= Math.min(1, 768 / shorter);
            return base
                    + each * (long) (Math.ceil(size.width() * scale / 512) * Math.ceil(size.height() * scale / 512));
        }

        @Override
        public long most() {
            return base + 8 * each;
        }

        @Override
        public long low() {
            return base;
        }
    }

    /** OpenAI's for smaller models: one for each 32 by 32, at most 1,536, and that so many times. */
    record Patches(double times) implements ImageRule {
        private static final int MOST = 1_536;

        @Override
        public long tokens(FileHead.Size size) {
            long patches = Math.ceilDiv(size.width(), 32L) * Math.ceilDiv(size.height(), 32L);
            return (long) Math.ceil(Math.min(MOST, patches) * times);
        }

        @Override
        public long most() {
            return (long) Math.ceil(MOST * times);
        }
    }

    /** Anthropic's: one for each 750 pixels, after scaling to 1,568 on the longer side and about 1.15 megapixels. */
    record Area() implements ImageRule {
        @Override
        public long tokens(FileHead.Size size) {
            double scale = Math.min(1, 1_568.0 / Math.max(size.width(), size.height()));
            return Math.clamp((long) Math.ceil(size.width() * scale * size.height() * scale / 750), 1, most());
        }

        @Override
        public long most() {
            return 1_600;
        }
    }

    /** Gemini's: 258 for a small one, else for each square that is cut from it. */
    record Crops() implements ImageRule {
        private static final long EACH = 258;

        @Override
        public long tokens(FileHead.Size size) {
            if (size.width() <= 384 && size.height() <= 384) {
                return EACH;
            }
            long square = Math.clamp((long) (Math.min(size.width(), size.height()) / 1.5), 256, 768);
            return Math.min(most(), EACH * Math.ceilDiv(size.width(), square) * Math.ceilDiv(size.height(), square));
        }

        @Override
        public long most() {
            return EACH * 16;
        }
    }

    /** A rule that nobody knows: what is the most with most. */
    record Unknown() implements ImageRule {
        @Override
        public long tokens(FileHead.Size size) {
            return most();
        }

        @Override
        public long most() {
            return 1_600;
        }

        @Override
        public long low() {
            return 85;
        }
    }
}
