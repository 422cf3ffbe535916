package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that others wrote. */
class TokenizerFileTest {
  private static final String MODEL =
      "'model': {'type': 'BPE', 'vocab': {'a': 0, 'b': 1, 'ab': 2, '<s>': 3}, 'merges': ['a b']}";

  private static final String ADDED = "'added_tokens': [" + added(3, "<s>", true);

  private static String added(int id, String content, boolean special) {
    return String.format(
        "{'id': %d, 'content': '%s', 'special': %s, 'single_word': false, 'lstrip': false,"
            + " 'rstrip': false, 'normalized': false}",
        id, content, special);
  }

  private static Tokenizer read(String parts) {
    String json = "{'version': '1.0', " + parts + "}";
    return JsonTokenizer.of(
        "t.json",
        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
        SpecialTokens.of(OptionalInt.empty(), List.of(), OptionalInt.empty()));
  }

  @Test
  void specialTokensKeepTheirIds() {
    Tokenizer read =
        read(
            MODEL
                + ", "
                + ADDED
                + ", "
                + added(4, "<x>", true)
                + ", "
                + added(5, "<y>", false)
                + "]");
    assertEquals(6, read.size());
    assertArrayEquals(new int[] {3, 2, 4, 5}, read.encodeWithSpecials("<s>ab<x><y>"));
    // Characters that are not in the vocabulary are left out by this model.
    assertArrayEquals(new int[] {2, 5}, read.encode("<s>ab<x><y>"));
    assertEquals("<y>", read.piece(5));
    assertEquals(
        "ab<y>",
        read(MODEL
                + ", 'decoder': {'type': 'Fuse'}, "
                + ADDED
                + ", "
                + added(4, "<x>", true)
                + ", "
                + added(5, "<y>", false)
                + "]")
            .decode(3, 2, 4, 5));
  }

  @Test
  void noTextSpellsARenamedSpecialToken() {
    Tokenizer read = read(MODEL + ", " + ADDED + "]");
    assertArrayEquals(new int[] {2}, read.encode("\uFDD03ab"));
  }

  @Test
  void cuttingOffPaddingAndChanceAreLeftOut() {
    Tokenizer read =
        read(
            "'truncation': {'direction': 'Right', 'max_length': 2, 'strategy': 'LongestFirst',"
                + " 'stride': 0}, 'padding': {'strategy': {'Fixed': 7}, 'direction': 'Right',"
                + " 'pad_to_multiple_of': null, 'pad_id': 0, 'pad_type_id': 0, 'pad_token': 'a'}, "
                + MODEL.replace("'type'", "'dropout': 1.0, 'type'"));
    assertArrayEquals(new int[] {2, 2, 2}, read.encode("ababab"));
  }

  @Test
  void framesOfAllPostProcessors() {
    String template =
        "{'type': 'TemplateProcessing', 'single': [{'SpecialToken': {'id': '<s>', 'type_id': 0}},"
            + " {'Sequence': {'id': 'A', 'type_id': 0}}, {'SpecialToken': {'id': 'e', 'type_id': 0}}],"
            + " 'pair': [], 'special_tokens': {'<s>': {'id': '<s>', 'ids': [3], 'tokens': ['<s>']},"
            + " 'e': {'id': 'e', 'ids': [1, 0], 'tokens': ['b', 'a']}}}";
    assertArrayEquals(new int[] {3, 2, 1, 0}, frame(template));
    assertArrayEquals(
        new int[] {3, 2, 1},
        frame("{'type': 'BertProcessing', 'sep': ['b', 1], 'cls': ['<s>', 3]}"));
    assertArrayEquals(
        new int[] {3, 2, 1},
        frame(
            "{'type': 'RobertaProcessing', 'sep': ['b', 1], 'cls': ['<s>', 3], 'trim_offsets': true, 'add_prefix_space': true}"));
    assertArrayEquals(
        new int[] {2},
        frame(
            "{'type': 'ByteLevel', 'add_prefix_space': true, 'trim_offsets': true, 'use_regex': true}"));
    assertArrayEquals(new int[] {2}, frame("null"));
    assertArrayEquals(
        new int[] {0, 3, 2, 1, 0, 1},
        frame(
            "{'type': 'Sequence', 'processors': ["
                + template
                + ", {'type': 'BertProcessing', 'sep': ['b', 1], 'cls': ['a', 0]}]}"));
  }

  private static int[] frame(String processor) {
    return read("'post_processor': " + processor + ", " + MODEL).frame(new int[] {2});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | must hold a JSON object",
        "not json | must hold a JSON object",
        "{} | model.vocab: must be there",
        "{'model': 3} | model: must be an object",
        "{'model': {'type': 'BPE'}} | model.vocab",
        "{'model': {'vocab': {}}} | model.type",
        "{'model': {'type': 'RWKV', 'vocab': {}}} | supported are BPE, WordPiece",
        "{'model': {'type': 'BPE', 'vocab': {'a': 'x'}}} | an id must be a whole number",
        "{'model': {'type': 'BPE', 'vocab': {'a': 1.5}}} | an id must be a whole number",
        "{'model': {'type': 'BPE', 'vocab': {'a': -1}}} | an id must be in [0, 4194303]",
        "{'model': {'type': 'BPE', 'vocab': {'a': 4000000000}}} | an id must be in",
        "{'model': {'type': 'BPE', 'vocab': {'a': 99999999999999999999}}} | ",
        "{'model': {'type': 'BPE', 'vocab': {'a': 1, 'b': 1}}} | is there twice",
        "{'model': {'type': 'BPE', 'vocab': {'a': 1, 'a': 2}}} | 'a'",
        "{'model': {'type': 'Unigram', 'unk_id': 0, 'vocab': [['a']]}} | a piece and its score",
        "{'model': {'type': 'Unigram', 'unk_id': 0, 'vocab': [['a', 0, 1]]}} | a piece and its score",
        "{'model': {'type': 'Unigram', 'unk_id': 9, 'vocab': [['a', 0]]}} | vocab",
        "{'model': {'type': 'Unigram', 'unk_id': 0, 'vocab': ['a']}} | a piece and its score",
        "{'model': {'type': 'BPE', 'vocab': {'a': 0}, 'merges': ['a b']}} | out of vocabulary",
        "{'model': {'type': 'BPE', 'vocab': {'a': 0}, 'merges': 7}} | ",
        "{'model': {'type': 'BPE', 'vocab': {'a': 0}, 'merges': []}} {} | must end where",
        "{'added_tokens': 3} | added_tokens: must be an array",
        "{'pre_tokenizer': {'type': 'Split', 'pattern': {'Regex': '(a+)+'}}} | must not repeat a group",
        "{'normalizer': {'type': 'Precompiled', 'precompiled_charsmap': 'AAAA'}} | precompiled_charsmap",
        "{'normalizer': {'type': 'Precompiled', 'precompiled_charsmap': 3}} | precompiled_charsmap",
      })
  void badFilesAreNamed(String json, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                JsonTokenizer.of(
                    "t.json",
                    json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                    SpecialTokens.of(OptionalInt.empty(), List.of(), OptionalInt.empty())));
    assertTrue(Samples.message(e).startsWith("t.json"), Samples.message(e));
    String expected = message == null ? "" : message.replace('\'', '"');
    assertTrue(Samples.message(e).replace('\'', '"').contains(expected), Samples.message(e));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'decoder': {'type': 'CTC'} | decoder: is of a type that is not supported",
        "'decoder': {'type': 'Metaspace'} | replacement must be a text",
        "'post_processor': {'type': 'Other'} | post_processor: is of a type",
        "'post_processor': {'type': 'TemplateProcessing', 'single': []} | must have a Sequence",
        "'post_processor': {'type': 'BertProcessing', 'sep': ['b', 1]} | an id must be",
        "'post_processor': {'type': 'BertProcessing', 'sep': ['b', 1], 'cls': ['x', 77]} | no token's",
        "'added_tokens': [{'id': 1}] | must have a content",
        "'added_tokens': [{'id': 9, 'content': '<x>'}] | the next free one, 4",
        "'pre_tokenizer': {'type': 'Nobody'} | ",
        "'normalizer': {'type': 'Replace', 'pattern': {'Regex': '('}, 'content': ''} | ",
      })
  void badPartsAreNamed(String part, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> read(part + ", " + MODEL));
    assertTrue(Samples.message(e).startsWith("t.json"), Samples.message(e));
    assertTrue(Samples.message(e).contains(message == null ? "" : message), Samples.message(e));
  }

  @Test
  void whatIsNoTextIsNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                JsonTokenizer.of(
                    "t.json",
                    new byte[] {'{', (byte) 0xFF},
                    SpecialTokens.of(OptionalInt.empty(), List.of(), OptionalInt.empty())));
    assertEquals("t.json must be text in UTF-8", Samples.message(e));
    String deep = "[".repeat(100_000);
    assertThrows(IllegalArgumentException.class, () -> read("'normalizer': " + deep));
  }

  @Test
  void aTextThatIsTooLongIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> read(MODEL).encode("a".repeat(NativeTokenizer.LONGEST_TEXT + 1)));
    assertTrue(Samples.message(e).contains("4000001 characters"), Samples.message(e));
  }

  @Test
  void whichTokensEndATextIsReadFromTheFilesBeside(@TempDir Path folder) throws IOException {
    String json = "{'version': '1.0', " + MODEL + ", " + ADDED + "]}";
    Files.writeString(folder.resolve("tokenizer.json"), json.replace('\'', '"'));
    assertEquals(Set.of(), Tokenizers.open(folder).eos());
    assertEquals(OptionalInt.of(3), Tokenizers.open(folder).bos(), "spelled as usual");
    write(folder, "config.json", "{'eos_token_id': 0, 'bos_token_id': 1}");
    assertEquals(Set.of(0), Tokenizers.open(folder).eos());
    assertEquals(OptionalInt.of(1), Tokenizers.open(folder).bos());
    write(folder, "generation_config.json", "{'eos_token_id': [1, 2, 99]}");
    assertEquals(Set.of(1, 2), Tokenizers.open(folder).eos());
    write(folder, "tokenizer_config.json", "{'eos_token': {'content': 'b'}, 'mask_token': 'a'}");
    assertEquals(Set.of(1, 2), Tokenizers.open(folder).eos());
    assertEquals(OptionalInt.of(0), Tokenizers.open(folder).mask());
    Tokenizer opened = Tokenizers.open(folder);
    Path saved = Files.createDirectory(folder.resolve("saved"));
    for (var file : Tokenizers.files(opened).entrySet()) {
      Files.write(saved.resolve(file.getKey()), file.getValue());
    }
    assertEquals(opened.eos(), Tokenizers.open(saved).eos());
    assertEquals(opened.bos(), Tokenizers.open(saved).bos());
    assertEquals(opened.mask(), Tokenizers.open(saved).mask());
    write(folder, "tokenizer_config.json", "{'eos_token':");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Tokenizers.open(folder));
    assertTrue(Samples.message(e).contains("tokenizer_config.json must hold"), Samples.message(e));
  }

  private static void write(Path folder, String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }

  private static final List<byte[]> GOOD = good();

  private static List<byte[]> good() {
    List<byte[]> good = new ArrayList<>();
    for (Tokenizer tokenizer : Samples.all().values()) {
      byte[] json = Tokenizers.files(tokenizer).get("tokenizer.json");
      if (json != null) {
        good.add(json);
      }
    }
    return good;
  }

  @Provide
  static Arbitrary<String> pieces() {
    return Arbitraries.of(
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        "0",
        "-1",
        "9",
        "null",
        "true",
        "\"x\"",
        "\\",
        ":",
        "1e999",
        "\"type\":",
        "99999999",
        "\u00E9",
        " ",
        "<unk>",
        "\\ud800",
        "");
  }

  /** The library would end the process; so this test cannot fail quietly. */
  @Property(tries = 400)
  void changedFilesAreAnErrorOrATokenizer(
      @ForAll @IntRange(max = 3) int which,
      @ForAll @IntRange(max = 1 << 20) int at,
      @ForAll @IntRange(max = 6) int length,
      @ForAll("pieces") String piece) {
    String json = new String(GOOD.get(which), StandardCharsets.UTF_8);
    int start = at % json.length();
    int end = Math.min(json.length(), start + length);
    String changed = json.substring(0, start) + piece + json.substring(end);
    Tokenizer read;
    try {
      read =
          JsonTokenizer.of(
              "t.json",
              changed.getBytes(StandardCharsets.UTF_8),
              SpecialTokens.of(OptionalInt.empty(), List.of(), OptionalInt.empty()));
    } catch (IllegalArgumentException e) {
      assertTrue(Samples.message(e).startsWith("t.json"), Samples.message(e));
      return;
    }
    try {
      read.decode(read.encode("the cat's 日本語 <s> 😀 hello\n"));
      read.decode(read.encodeWithSpecials("<s>[MASK] ab</s>"));
    } catch (IllegalArgumentException e) {
      // A vocabulary may lack its unknown token.
      assertTrue(Samples.message(e).startsWith("cannot encode"), Samples.message(e));
    }
  }
}
