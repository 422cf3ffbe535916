package dev.seisei.text.tokenizer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How byte-level vocabularies cut text into words before they merge pairs, by GGUF's names.
 *
 * <p>Source: the {@code tokenizer.json} files of the models after which llama.cpp has these names,
 * and llama.cpp's list of which share one.
 */
final class PreTokenizers {
  private static final String ENGLISH = "'s|'t|'re|'ve|'m|'ll|'d";
  private static final String SPACES = "\\s+(?!\\S)|\\s+";

  static final String GPT2 = ENGLISH + "| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|" + SPACES;

  private static final String LLAMA3 = gpt4("\\p{N}{1,3}", "[\\r\\n]*");
  private static final String QWEN2 = gpt4("\\p{N}", "[\\r\\n]*");
  private static final String MARK = "[^\\r\\n\\p{L}\\p{N}]?";
  private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String BLOOM = " ?[^(\\s|.,!?…。，、।۔،)]+";
  private static final String HAN_AND_KANA = "[一-龥぀-ゟ゠-ヿ]+";

  /** Words by names; several patterns cut one after another. */
  private static final Map<String, Rule> RULES = rules();

  private PreTokenizers() {}

  /**
   * How to cut.
   *
   * @param patterns what each matches is a word, and what lies between
   * @param wholeWords whether a word that is a piece is taken as it is, whatever the merges say
   * @param composed whether text is brought to Unicode's normal form C first
   */
  record Rule(List<String> patterns, boolean wholeWords, boolean composed) {
    private Rule(String... patterns) {
      this(List.of(patterns), false, false);
    }
  }

  private static String gpt4(String digits, String afterMarks) {
    return "(?i:"
        + ENGLISH
        + ")|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
        + digits
        + "| ?[^\\s\\p{L}\\p{N}]+"
        + afterMarks
        + "|\\s*[\\r\\n]+|"
        + SPACES;
  }

  private static String gpt4o(String ending, String digits) {
    return MARK
        + UPPER
        + "*"
        + LOWER
        + "+"
        + ending
        + "|"
        + MARK
        + UPPER
        + "+"
        + LOWER
        + "*"
        + ending
        + "|"
        + digits
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|"
        + SPACES;
  }

  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new TreeMap<>();
    Rule gpt2 = new Rule(GPT2);
    for (String name :
        List.of(
            "gpt-2",
            "phi-2",
            "mpt",
            "olmo",
            "jais",
            "trillion",
            "granite-docling",
            "gigachat",
            "jina-es",
            "jina-de",
            "jina-v2-es",
            "jina-v2-de",
            "a.x-4.0",
            "mellum",
            "modern-bert")) {
      rules.put(name, gpt2);
    }
    for (String name :
        List.of("llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "lfm2")) {
      rules.put(name, new Rule(List.of(LLAMA3), true, false));
    }
    for (String name : List.of("dbrx", "smaug-bpe", "glm4", "chatglm-bpe")) {
      rules.put(name, new Rule(LLAMA3));
    }
    for (String name : List.of("qwen2", "deepseek-r1-qwen", "megrez")) {
      rules.put(name, new Rule(List.of(QWEN2), false, true));
    }
    for (String name : List.of("stablelm2", "hunyuan", "grok-2")) {
      rules.put(name, new Rule(QWEN2));
    }
    for (String name :
        List.of(
            "starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b")) {
      rules.put(name, new Rule("\\p{N}", GPT2));
    }
    rules.put("falcon", new Rule("[\\p{P}\\$\\+<=>\\^~\\|`]+", GPT2, "[0-9][0-9][0-9]"));
    rules.put("default", new Rule("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2, "\\p{N}+", "[0-9][0-9][0-9]"));
    rules.put("tekken", new Rule(List.of(gpt4o("", "\\p{N}")), true, false));
    for (String name : List.of("gpt-4o", "llama4", "kanana2")) {
      rules.put(name, new Rule(gpt4o("(?i:" + ENGLISH + ")?", "\\p{N}{1,3}")));
    }
    rules.put(
        "deepseek-coder",
        new Rule("[\\r\\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", "[一-龥ࠀ-一가-퟿]+", "\\p{N}"));
    rules.put(
        "deepseek-v3",
        new Rule(
            "\\p{N}{1,3}",
            HAN_AND_KANA,
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?"
                + "[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|"
                + SPACES));
    rules.put("hunyuan-dense", rules.get("deepseek-v3"));
    for (String name : List.of("bloom", "poro-chat", "gpt3-finnish")) {
      rules.put(name, new Rule(BLOOM));
    }
    rules.put("viking", new Rule(BLOOM, "\\p{N}"));
    return rules;
  }

  /** Names that are looked at first where many have one rule. */
  private static final List<String> FIRST = List.of("gpt-2", "llama-bpe", "qwen2", "starcoder");

  /** A name of a rule; empty if none has it. */
  static Optional<String> name(List<String> patterns, boolean wholeWords, boolean composed) {
    Rule rule = new Rule(patterns, wholeWords, composed);
    return Stream.concat(FIRST.stream(), RULES.keySet().stream())
        .filter(name -> rule.equals(RULES.get(name)))
        .findFirst();
  }

  /**
   * The rule of a name; no name is {@code default}, as in old files.
   *
   * @throws IllegalArgumentException if it is not known, with those that are
   */
  static Rule of(String name) {
    Rule rule = RULES.get(name.isEmpty() ? "default" : name);
    if (rule == null) {
      throw new IllegalArgumentException(
          "the pre-tokenizer \""
              + name
              + "\" is not supported (supported are "
              + String.join(", ", new TreeSet<>(RULES.keySet()))
              + ")");
    }
    return rule;
  }
}
