"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/esbuild/lib/main.js
var require_main = __commonJS({
  "node_modules/esbuild/lib/main.js"(exports2, module2) {
    "use strict";
    var __defProp2 = Object.defineProperty;
    var __getOwnPropDesc2 = Object.getOwnPropertyDescriptor;
    var __getOwnPropNames2 = Object.getOwnPropertyNames;
    var __hasOwnProp2 = Object.prototype.hasOwnProperty;
    var __export = (target, all2) => {
      for (var name in all2)
        __defProp2(target, name, { get: all2[name], enumerable: true });
    };
    var __copyProps2 = (to, from, except, desc) => {
      if (from && typeof from === "object" || typeof from === "function") {
        for (let key of __getOwnPropNames2(from))
          if (!__hasOwnProp2.call(to, key) && key !== except)
            __defProp2(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc2(from, key)) || desc.enumerable });
      }
      return to;
    };
    var __toCommonJS = (mod) => __copyProps2(__defProp2({}, "__esModule", { value: true }), mod);
    var node_exports = {};
    __export(node_exports, {
      analyzeMetafile: () => analyzeMetafile,
      analyzeMetafileSync: () => analyzeMetafileSync,
      build: () => build2,
      buildSync: () => buildSync,
      context: () => context,
      default: () => node_default,
      formatMessages: () => formatMessages,
      formatMessagesSync: () => formatMessagesSync,
      initialize: () => initialize,
      stop: () => stop,
      transform: () => transform,
      transformSync: () => transformSync,
      version: () => version
    });
    module2.exports = __toCommonJS(node_exports);
    function encodePacket(packet) {
      let visit = (value) => {
        if (value === null) {
          bb.write8(0);
        } else if (typeof value === "boolean") {
          bb.write8(1);
          bb.write8(+value);
        } else if (typeof value === "number") {
          bb.write8(2);
          bb.write32(value | 0);
        } else if (typeof value === "string") {
          bb.write8(3);
          bb.write(encodeUTF8(value));
        } else if (value instanceof Uint8Array) {
          bb.write8(4);
          bb.write(value);
        } else if (value instanceof Array) {
          bb.write8(5);
          bb.write32(value.length);
          for (let item of value) {
            visit(item);
          }
        } else {
          let keys = Object.keys(value);
          bb.write8(6);
          bb.write32(keys.length);
          for (let key of keys) {
            bb.write(encodeUTF8(key));
            visit(value[key]);
          }
        }
      };
      let bb = new ByteBuffer();
      bb.write32(0);
      bb.write32(packet.id << 1 | +!packet.isRequest);
      visit(packet.value);
      writeUInt32LE(bb.buf, bb.len - 4, 0);
      return bb.buf.subarray(0, bb.len);
    }
    function decodePacket(bytes) {
      let visit = () => {
        switch (bb.read8()) {
          case 0:
            return null;
          case 1:
            return !!bb.read8();
          case 2:
            return bb.read32();
          case 3:
            return decodeUTF8(bb.read());
          case 4:
            return bb.read();
          case 5: {
            let count2 = bb.read32();
            let value2 = [];
            for (let i = 0; i < count2; i++) {
              value2.push(visit());
            }
            return value2;
          }
          case 6: {
            let count2 = bb.read32();
            let value2 = {};
            for (let i = 0; i < count2; i++) {
              value2[decodeUTF8(bb.read())] = visit();
            }
            return value2;
          }
          default:
            throw new Error("Invalid packet");
        }
      };
      let bb = new ByteBuffer(bytes);
      let id = bb.read32();
      let isRequest = (id & 1) === 0;
      id >>>= 1;
      let value = visit();
      if (bb.ptr !== bytes.length) {
        throw new Error("Invalid packet");
      }
      return { id, isRequest, value };
    }
    var ByteBuffer = class {
      constructor(buf = new Uint8Array(1024)) {
        this.buf = buf;
        this.len = 0;
        this.ptr = 0;
      }
      _write(delta) {
        if (this.len + delta > this.buf.length) {
          let clone = new Uint8Array((this.len + delta) * 2);
          clone.set(this.buf);
          this.buf = clone;
        }
        this.len += delta;
        return this.len - delta;
      }
      write8(value) {
        let offset = this._write(1);
        this.buf[offset] = value;
      }
      write32(value) {
        let offset = this._write(4);
        writeUInt32LE(this.buf, value, offset);
      }
      write(bytes) {
        let offset = this._write(4 + bytes.length);
        writeUInt32LE(this.buf, bytes.length, offset);
        this.buf.set(bytes, offset + 4);
      }
      _read(delta) {
        if (this.ptr + delta > this.buf.length) {
          throw new Error("Invalid packet");
        }
        this.ptr += delta;
        return this.ptr - delta;
      }
      read8() {
        return this.buf[this._read(1)];
      }
      read32() {
        return readUInt32LE(this.buf, this._read(4));
      }
      read() {
        let length = this.read32();
        let bytes = new Uint8Array(length);
        let ptr = this._read(bytes.length);
        bytes.set(this.buf.subarray(ptr, ptr + length));
        return bytes;
      }
    };
    var encodeUTF8;
    var decodeUTF8;
    var encodeInvariant;
    if (typeof TextEncoder !== "undefined" && typeof TextDecoder !== "undefined") {
      let encoder = new TextEncoder();
      let decoder = new TextDecoder();
      encodeUTF8 = (text2) => encoder.encode(text2);
      decodeUTF8 = (bytes) => decoder.decode(bytes);
      encodeInvariant = 'new TextEncoder().encode("")';
    } else if (typeof Buffer !== "undefined") {
      encodeUTF8 = (text2) => Buffer.from(text2);
      decodeUTF8 = (bytes) => {
        let { buffer, byteOffset, byteLength } = bytes;
        return Buffer.from(buffer, byteOffset, byteLength).toString();
      };
      encodeInvariant = 'Buffer.from("")';
    } else {
      throw new Error("No UTF-8 codec found");
    }
    if (!(encodeUTF8("") instanceof Uint8Array))
      throw new Error(`Invariant violation: "${encodeInvariant} instanceof Uint8Array" is incorrectly false

This indicates that your JavaScript environment is broken. You cannot use
esbuild in this environment because esbuild relies on this invariant. This
is not a problem with esbuild. You need to fix your environment instead.
`);
    function readUInt32LE(buffer, offset) {
      return (buffer[offset++] | buffer[offset++] << 8 | buffer[offset++] << 16 | buffer[offset++] << 24) >>> 0;
    }
    function writeUInt32LE(buffer, value, offset) {
      buffer[offset++] = value;
      buffer[offset++] = value >> 8;
      buffer[offset++] = value >> 16;
      buffer[offset++] = value >> 24;
    }
    var fromCharCode = String.fromCharCode;
    function throwSyntaxError(bytes, index, message) {
      const c = bytes[index];
      let line = 1;
      let column = 0;
      for (let i = 0; i < index; i++) {
        if (bytes[i] === 10) {
          line++;
          column = 0;
        } else {
          column++;
        }
      }
      throw new SyntaxError(
        message ? message : index === bytes.length ? "Unexpected end of input while parsing JSON" : c >= 32 && c <= 126 ? `Unexpected character ${fromCharCode(c)} in JSON at position ${index} (line ${line}, column ${column})` : `Unexpected byte 0x${c.toString(16)} in JSON at position ${index} (line ${line}, column ${column})`
      );
    }
    function JSON_parse(bytes) {
      if (!(bytes instanceof Uint8Array)) {
        throw new Error(`JSON input must be a Uint8Array`);
      }
      const propertyStack = [];
      const objectStack = [];
      const stateStack = [];
      const length = bytes.length;
      let property = null;
      let state = 0;
      let object;
      let i = 0;
      while (i < length) {
        let c = bytes[i++];
        if (c <= 32) {
          continue;
        }
        let value;
        if (state === 2 && property === null && c !== 34 && c !== 125) {
          throwSyntaxError(bytes, --i);
        }
        switch (c) {
          // True
          case 116: {
            if (bytes[i++] !== 114 || bytes[i++] !== 117 || bytes[i++] !== 101) {
              throwSyntaxError(bytes, --i);
            }
            value = true;
            break;
          }
          // False
          case 102: {
            if (bytes[i++] !== 97 || bytes[i++] !== 108 || bytes[i++] !== 115 || bytes[i++] !== 101) {
              throwSyntaxError(bytes, --i);
            }
            value = false;
            break;
          }
          // Null
          case 110: {
            if (bytes[i++] !== 117 || bytes[i++] !== 108 || bytes[i++] !== 108) {
              throwSyntaxError(bytes, --i);
            }
            value = null;
            break;
          }
          // Number begin
          case 45:
          case 46:
          case 48:
          case 49:
          case 50:
          case 51:
          case 52:
          case 53:
          case 54:
          case 55:
          case 56:
          case 57: {
            let index = i;
            value = fromCharCode(c);
            c = bytes[i];
            while (true) {
              switch (c) {
                case 43:
                case 45:
                case 46:
                case 48:
                case 49:
                case 50:
                case 51:
                case 52:
                case 53:
                case 54:
                case 55:
                case 56:
                case 57:
                case 101:
                case 69: {
                  value += fromCharCode(c);
                  c = bytes[++i];
                  continue;
                }
              }
              break;
            }
            value = +value;
            if (isNaN(value)) {
              throwSyntaxError(bytes, --index, "Invalid number");
            }
            break;
          }
          // String begin
          case 34: {
            value = "";
            while (true) {
              if (i >= length) {
                throwSyntaxError(bytes, length);
              }
              c = bytes[i++];
              if (c === 34) {
                break;
              } else if (c === 92) {
                switch (bytes[i++]) {
                  // Normal escape sequence
                  case 34:
                    value += '"';
                    break;
                  case 47:
                    value += "/";
                    break;
                  case 92:
                    value += "\\";
                    break;
                  case 98:
                    value += "\b";
                    break;
                  case 102:
                    value += "\f";
                    break;
                  case 110:
                    value += "\n";
                    break;
                  case 114:
                    value += "\r";
                    break;
                  case 116:
                    value += "	";
                    break;
                  // Unicode escape sequence
                  case 117: {
                    let code = 0;
                    for (let j = 0; j < 4; j++) {
                      c = bytes[i++];
                      code <<= 4;
                      if (c >= 48 && c <= 57) code |= c - 48;
                      else if (c >= 97 && c <= 102) code |= c + (10 - 97);
                      else if (c >= 65 && c <= 70) code |= c + (10 - 65);
                      else throwSyntaxError(bytes, --i);
                    }
                    value += fromCharCode(code);
                    break;
                  }
                  // Invalid escape sequence
                  default:
                    throwSyntaxError(bytes, --i);
                    break;
                }
              } else if (c <= 127) {
                value += fromCharCode(c);
              } else if ((c & 224) === 192) {
                value += fromCharCode((c & 31) << 6 | bytes[i++] & 63);
              } else if ((c & 240) === 224) {
                value += fromCharCode((c & 15) << 12 | (bytes[i++] & 63) << 6 | bytes[i++] & 63);
              } else if ((c & 248) == 240) {
                let codePoint = (c & 7) << 18 | (bytes[i++] & 63) << 12 | (bytes[i++] & 63) << 6 | bytes[i++] & 63;
                if (codePoint > 65535) {
                  codePoint -= 65536;
                  value += fromCharCode(codePoint >> 10 & 1023 | 55296);
                  codePoint = 56320 | codePoint & 1023;
                }
                value += fromCharCode(codePoint);
              }
            }
            value[0];
            break;
          }
          // Array begin
          case 91: {
            value = [];
            propertyStack.push(property);
            objectStack.push(object);
            stateStack.push(state);
            property = null;
            object = value;
            state = 1;
            continue;
          }
          // Object begin
          case 123: {
            value = {};
            propertyStack.push(property);
            objectStack.push(object);
            stateStack.push(state);
            property = null;
            object = value;
            state = 2;
            continue;
          }
          // Array end
          case 93: {
            if (state !== 1) {
              throwSyntaxError(bytes, --i);
            }
            value = object;
            property = propertyStack.pop();
            object = objectStack.pop();
            state = stateStack.pop();
            break;
          }
          // Object end
          case 125: {
            if (state !== 2) {
              throwSyntaxError(bytes, --i);
            }
            value = object;
            property = propertyStack.pop();
            object = objectStack.pop();
            state = stateStack.pop();
            break;
          }
          default: {
            throwSyntaxError(bytes, --i);
          }
        }
        c = bytes[i];
        while (c <= 32) {
          c = bytes[++i];
        }
        switch (state) {
          case 0: {
            if (i === length) {
              return value;
            }
            break;
          }
          case 1: {
            object.push(value);
            if (c === 44) {
              i++;
              continue;
            }
            if (c === 93) {
              continue;
            }
            break;
          }
          case 2: {
            if (property === null) {
              property = value;
              if (c === 58) {
                i++;
                continue;
              }
            } else {
              object[property] = value;
              property = null;
              if (c === 44) {
                i++;
                continue;
              }
              if (c === 125) {
                continue;
              }
            }
            break;
          }
        }
        break;
      }
      throwSyntaxError(bytes, i);
    }
    var quote = JSON.stringify;
    var buildLogLevelDefault = "warning";
    var transformLogLevelDefault = "silent";
    function validateAndJoinStringArray(values, what) {
      const toJoin = [];
      for (const value of values) {
        validateStringValue(value, what);
        if (value.indexOf(",") >= 0) throw new Error(`Invalid ${what}: ${value}`);
        toJoin.push(value);
      }
      return toJoin.join(",");
    }
    var canBeAnything = () => null;
    var mustBeBoolean = (value) => typeof value === "boolean" ? null : "a boolean";
    var mustBeString = (value) => typeof value === "string" ? null : "a string";
    var mustBeRegExp = (value) => value instanceof RegExp ? null : "a RegExp object";
    var mustBeInteger = (value) => typeof value === "number" && value === (value | 0) ? null : "an integer";
    var mustBeValidPortNumber = (value) => typeof value === "number" && value === (value | 0) && value >= 0 && value <= 65535 ? null : "a valid port number";
    var mustBeFunction = (value) => typeof value === "function" ? null : "a function";
    var mustBeArray = (value) => Array.isArray(value) ? null : "an array";
    var mustBeArrayOfStrings = (value) => Array.isArray(value) && value.every((x) => typeof x === "string") ? null : "an array of strings";
    var mustBeObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value) ? null : "an object";
    var mustBeEntryPoints = (value) => typeof value === "object" && value !== null ? null : "an array or an object";
    var mustBeWebAssemblyModule = (value) => value instanceof WebAssembly.Module ? null : "a WebAssembly.Module";
    var mustBeObjectOrNull = (value) => typeof value === "object" && !Array.isArray(value) ? null : "an object or null";
    var mustBeStringOrBoolean = (value) => typeof value === "string" || typeof value === "boolean" ? null : "a string or a boolean";
    var mustBeStringOrObject = (value) => typeof value === "string" || typeof value === "object" && value !== null && !Array.isArray(value) ? null : "a string or an object";
    var mustBeStringOrArrayOfStrings = (value) => typeof value === "string" || Array.isArray(value) && value.every((x) => typeof x === "string") ? null : "a string or an array of strings";
    var mustBeStringOrUint8Array = (value) => typeof value === "string" || value instanceof Uint8Array ? null : "a string or a Uint8Array";
    var mustBeStringOrURL = (value) => typeof value === "string" || value instanceof URL ? null : "a string or a URL";
    function getFlag(object, keys, key, mustBeFn) {
      let value = object[key];
      keys[key + ""] = true;
      if (value === void 0) return void 0;
      let mustBe = mustBeFn(value);
      if (mustBe !== null) throw new Error(`${quote(key)} must be ${mustBe}`);
      return value;
    }
    function checkForInvalidFlags(object, keys, where) {
      for (let key in object) {
        if (!(key in keys)) {
          throw new Error(`Invalid option ${where}: ${quote(key)}`);
        }
      }
    }
    function validateInitializeOptions(options) {
      let keys = /* @__PURE__ */ Object.create(null);
      let wasmURL = getFlag(options, keys, "wasmURL", mustBeStringOrURL);
      let wasmModule = getFlag(options, keys, "wasmModule", mustBeWebAssemblyModule);
      let worker = getFlag(options, keys, "worker", mustBeBoolean);
      checkForInvalidFlags(options, keys, "in initialize() call");
      return {
        wasmURL,
        wasmModule,
        worker
      };
    }
    function validateMangleCache(mangleCache) {
      let validated;
      if (mangleCache !== void 0) {
        validated = /* @__PURE__ */ Object.create(null);
        for (let key in mangleCache) {
          let value = mangleCache[key];
          if (typeof value === "string" || value === false) {
            validated[key] = value;
          } else {
            throw new Error(`Expected ${quote(key)} in mangle cache to map to either a string or false`);
          }
        }
      }
      return validated;
    }
    function pushLogFlags(flags, options, keys, isTTY2, logLevelDefault) {
      let color = getFlag(options, keys, "color", mustBeBoolean);
      let logLevel = getFlag(options, keys, "logLevel", mustBeString);
      let logLimit = getFlag(options, keys, "logLimit", mustBeInteger);
      let logStyle = getFlag(options, keys, "logStyle", mustBeString);
      if (color !== void 0) flags.push(`--color=${color}`);
      else if (isTTY2) flags.push(`--color=true`);
      flags.push(`--log-level=${logLevel || logLevelDefault}`);
      flags.push(`--log-limit=${logLimit || 0}`);
      if (logStyle) flags.push(`--log-style=${logStyle}`);
    }
    function validateStringValue(value, what, key) {
      if (typeof value !== "string") {
        throw new Error(`Expected value for ${what}${key !== void 0 ? " " + quote(key) : ""} to be a string, got ${typeof value} instead`);
      }
      return value;
    }
    function pushCommonFlags(flags, options, keys) {
      let legalComments = getFlag(options, keys, "legalComments", mustBeString);
      let sourceRoot = getFlag(options, keys, "sourceRoot", mustBeString);
      let sourcesContent = getFlag(options, keys, "sourcesContent", mustBeBoolean);
      let target = getFlag(options, keys, "target", mustBeStringOrArrayOfStrings);
      let format = getFlag(options, keys, "format", mustBeString);
      let globalName = getFlag(options, keys, "globalName", mustBeString);
      let mangleProps = getFlag(options, keys, "mangleProps", mustBeRegExp);
      let reserveProps = getFlag(options, keys, "reserveProps", mustBeRegExp);
      let mangleQuoted = getFlag(options, keys, "mangleQuoted", mustBeBoolean);
      let minify = getFlag(options, keys, "minify", mustBeBoolean);
      let minifySyntax = getFlag(options, keys, "minifySyntax", mustBeBoolean);
      let minifyWhitespace = getFlag(options, keys, "minifyWhitespace", mustBeBoolean);
      let minifyIdentifiers = getFlag(options, keys, "minifyIdentifiers", mustBeBoolean);
      let lineLimit = getFlag(options, keys, "lineLimit", mustBeInteger);
      let drop = getFlag(options, keys, "drop", mustBeArrayOfStrings);
      let dropLabels = getFlag(options, keys, "dropLabels", mustBeArrayOfStrings);
      let charset = getFlag(options, keys, "charset", mustBeString);
      let treeShaking = getFlag(options, keys, "treeShaking", mustBeBoolean);
      let ignoreAnnotations = getFlag(options, keys, "ignoreAnnotations", mustBeBoolean);
      let jsx = getFlag(options, keys, "jsx", mustBeString);
      let jsxFactory = getFlag(options, keys, "jsxFactory", mustBeString);
      let jsxFragment = getFlag(options, keys, "jsxFragment", mustBeString);
      let jsxImportSource = getFlag(options, keys, "jsxImportSource", mustBeString);
      let jsxDev = getFlag(options, keys, "jsxDev", mustBeBoolean);
      let jsxSideEffects = getFlag(options, keys, "jsxSideEffects", mustBeBoolean);
      let define = getFlag(options, keys, "define", mustBeObject);
      let logOverride = getFlag(options, keys, "logOverride", mustBeObject);
      let supported = getFlag(options, keys, "supported", mustBeObject);
      let pure = getFlag(options, keys, "pure", mustBeArrayOfStrings);
      let keepNames = getFlag(options, keys, "keepNames", mustBeBoolean);
      let platform = getFlag(options, keys, "platform", mustBeString);
      let tsconfigRaw = getFlag(options, keys, "tsconfigRaw", mustBeStringOrObject);
      let absPaths = getFlag(options, keys, "absPaths", mustBeArrayOfStrings);
      if (legalComments) flags.push(`--legal-comments=${legalComments}`);
      if (sourceRoot !== void 0) flags.push(`--source-root=${sourceRoot}`);
      if (sourcesContent !== void 0) flags.push(`--sources-content=${sourcesContent}`);
      if (target) flags.push(`--target=${validateAndJoinStringArray(Array.isArray(target) ? target : [target], "target")}`);
      if (format) flags.push(`--format=${format}`);
      if (globalName) flags.push(`--global-name=${globalName}`);
      if (platform) flags.push(`--platform=${platform}`);
      if (tsconfigRaw) flags.push(`--tsconfig-raw=${typeof tsconfigRaw === "string" ? tsconfigRaw : JSON.stringify(tsconfigRaw)}`);
      if (minify) flags.push("--minify");
      if (minifySyntax) flags.push("--minify-syntax");
      if (minifyWhitespace) flags.push("--minify-whitespace");
      if (minifyIdentifiers) flags.push("--minify-identifiers");
      if (lineLimit) flags.push(`--line-limit=${lineLimit}`);
      if (charset) flags.push(`--charset=${charset}`);
      if (treeShaking !== void 0) flags.push(`--tree-shaking=${treeShaking}`);
      if (ignoreAnnotations) flags.push(`--ignore-annotations`);
      if (drop) for (let what of drop) flags.push(`--drop:${validateStringValue(what, "drop")}`);
      if (dropLabels) flags.push(`--drop-labels=${validateAndJoinStringArray(dropLabels, "drop label")}`);
      if (absPaths) flags.push(`--abs-paths=${validateAndJoinStringArray(absPaths, "abs paths")}`);
      if (mangleProps) flags.push(`--mangle-props=${jsRegExpToGoRegExp(mangleProps)}`);
      if (reserveProps) flags.push(`--reserve-props=${jsRegExpToGoRegExp(reserveProps)}`);
      if (mangleQuoted !== void 0) flags.push(`--mangle-quoted=${mangleQuoted}`);
      if (jsx) flags.push(`--jsx=${jsx}`);
      if (jsxFactory) flags.push(`--jsx-factory=${jsxFactory}`);
      if (jsxFragment) flags.push(`--jsx-fragment=${jsxFragment}`);
      if (jsxImportSource) flags.push(`--jsx-import-source=${jsxImportSource}`);
      if (jsxDev) flags.push(`--jsx-dev`);
      if (jsxSideEffects) flags.push(`--jsx-side-effects`);
      if (define) {
        for (let key in define) {
          if (key.indexOf("=") >= 0) throw new Error(`Invalid define: ${key}`);
          flags.push(`--define:${key}=${validateStringValue(define[key], "define", key)}`);
        }
      }
      if (logOverride) {
        for (let key in logOverride) {
          if (key.indexOf("=") >= 0) throw new Error(`Invalid log override: ${key}`);
          flags.push(`--log-override:${key}=${validateStringValue(logOverride[key], "log override", key)}`);
        }
      }
      if (supported) {
        for (let key in supported) {
          if (key.indexOf("=") >= 0) throw new Error(`Invalid supported: ${key}`);
          const value = supported[key];
          if (typeof value !== "boolean") throw new Error(`Expected value for supported ${quote(key)} to be a boolean, got ${typeof value} instead`);
          flags.push(`--supported:${key}=${value}`);
        }
      }
      if (pure) for (let fn of pure) flags.push(`--pure:${validateStringValue(fn, "pure")}`);
      if (keepNames) flags.push(`--keep-names`);
    }
    function flagsForBuildOptions(callName, options, isTTY2, logLevelDefault, writeDefault) {
      var _a2;
      let flags = [];
      let entries = [];
      let keys = /* @__PURE__ */ Object.create(null);
      let stdinContents = null;
      let stdinResolveDir = null;
      pushLogFlags(flags, options, keys, isTTY2, logLevelDefault);
      pushCommonFlags(flags, options, keys);
      let sourcemap = getFlag(options, keys, "sourcemap", mustBeStringOrBoolean);
      let bundle = getFlag(options, keys, "bundle", mustBeBoolean);
      let splitting = getFlag(options, keys, "splitting", mustBeBoolean);
      let preserveSymlinks = getFlag(options, keys, "preserveSymlinks", mustBeBoolean);
      let metafile = getFlag(options, keys, "metafile", mustBeBoolean);
      let outfile = getFlag(options, keys, "outfile", mustBeString);
      let outdir = getFlag(options, keys, "outdir", mustBeString);
      let outbase = getFlag(options, keys, "outbase", mustBeString);
      let tsconfig = getFlag(options, keys, "tsconfig", mustBeString);
      let resolveExtensions = getFlag(options, keys, "resolveExtensions", mustBeArrayOfStrings);
      let nodePathsInput = getFlag(options, keys, "nodePaths", mustBeArrayOfStrings);
      let mainFields = getFlag(options, keys, "mainFields", mustBeArrayOfStrings);
      let conditions = getFlag(options, keys, "conditions", mustBeArrayOfStrings);
      let external = getFlag(options, keys, "external", mustBeArrayOfStrings);
      let packages = getFlag(options, keys, "packages", mustBeString);
      let alias = getFlag(options, keys, "alias", mustBeObject);
      let loader = getFlag(options, keys, "loader", mustBeObject);
      let outExtension = getFlag(options, keys, "outExtension", mustBeObject);
      let publicPath = getFlag(options, keys, "publicPath", mustBeString);
      let entryNames = getFlag(options, keys, "entryNames", mustBeString);
      let chunkNames = getFlag(options, keys, "chunkNames", mustBeString);
      let assetNames = getFlag(options, keys, "assetNames", mustBeString);
      let inject = getFlag(options, keys, "inject", mustBeArrayOfStrings);
      let banner = getFlag(options, keys, "banner", mustBeObject);
      let footer = getFlag(options, keys, "footer", mustBeObject);
      let entryPoints2 = getFlag(options, keys, "entryPoints", mustBeEntryPoints);
      let absWorkingDir = getFlag(options, keys, "absWorkingDir", mustBeString);
      let stdin = getFlag(options, keys, "stdin", mustBeObject);
      let write = (_a2 = getFlag(options, keys, "write", mustBeBoolean)) != null ? _a2 : writeDefault;
      let allowOverwrite = getFlag(options, keys, "allowOverwrite", mustBeBoolean);
      let mangleCache = getFlag(options, keys, "mangleCache", mustBeObject);
      keys.plugins = true;
      checkForInvalidFlags(options, keys, `in ${callName}() call`);
      if (sourcemap) flags.push(`--sourcemap${sourcemap === true ? "" : `=${sourcemap}`}`);
      if (bundle) flags.push("--bundle");
      if (allowOverwrite) flags.push("--allow-overwrite");
      if (splitting) flags.push("--splitting");
      if (preserveSymlinks) flags.push("--preserve-symlinks");
      if (metafile) flags.push(`--metafile`);
      if (outfile) flags.push(`--outfile=${outfile}`);
      if (outdir) flags.push(`--outdir=${outdir}`);
      if (outbase) flags.push(`--outbase=${outbase}`);
      if (tsconfig) flags.push(`--tsconfig=${tsconfig}`);
      if (packages) flags.push(`--packages=${packages}`);
      if (resolveExtensions) flags.push(`--resolve-extensions=${validateAndJoinStringArray(resolveExtensions, "resolve extension")}`);
      if (publicPath) flags.push(`--public-path=${publicPath}`);
      if (entryNames) flags.push(`--entry-names=${entryNames}`);
      if (chunkNames) flags.push(`--chunk-names=${chunkNames}`);
      if (assetNames) flags.push(`--asset-names=${assetNames}`);
      if (mainFields) flags.push(`--main-fields=${validateAndJoinStringArray(mainFields, "main field")}`);
      if (conditions) flags.push(`--conditions=${validateAndJoinStringArray(conditions, "condition")}`);
      if (external) for (let name of external) flags.push(`--external:${validateStringValue(name, "external")}`);
      if (alias) {
        for (let old in alias) {
          if (old.indexOf("=") >= 0) throw new Error(`Invalid package name in alias: ${old}`);
          flags.push(`--alias:${old}=${validateStringValue(alias[old], "alias", old)}`);
        }
      }
      if (banner) {
        for (let type in banner) {
          if (type.indexOf("=") >= 0) throw new Error(`Invalid banner file type: ${type}`);
          flags.push(`--banner:${type}=${validateStringValue(banner[type], "banner", type)}`);
        }
      }
      if (footer) {
        for (let type in footer) {
          if (type.indexOf("=") >= 0) throw new Error(`Invalid footer file type: ${type}`);
          flags.push(`--footer:${type}=${validateStringValue(footer[type], "footer", type)}`);
        }
      }
      if (inject) for (let path3 of inject) flags.push(`--inject:${validateStringValue(path3, "inject")}`);
      if (loader) {
        for (let ext in loader) {
          if (ext.indexOf("=") >= 0) throw new Error(`Invalid loader extension: ${ext}`);
          flags.push(`--loader:${ext}=${validateStringValue(loader[ext], "loader", ext)}`);
        }
      }
      if (outExtension) {
        for (let ext in outExtension) {
          if (ext.indexOf("=") >= 0) throw new Error(`Invalid out extension: ${ext}`);
          flags.push(`--out-extension:${ext}=${validateStringValue(outExtension[ext], "out extension", ext)}`);
        }
      }
      if (entryPoints2) {
        if (Array.isArray(entryPoints2)) {
          for (let i = 0, n = entryPoints2.length; i < n; i++) {
            let entryPoint2 = entryPoints2[i];
            if (typeof entryPoint2 === "object" && entryPoint2 !== null) {
              let entryPointKeys = /* @__PURE__ */ Object.create(null);
              let input = getFlag(entryPoint2, entryPointKeys, "in", mustBeString);
              let output = getFlag(entryPoint2, entryPointKeys, "out", mustBeString);
              checkForInvalidFlags(entryPoint2, entryPointKeys, "in entry point at index " + i);
              if (input === void 0) throw new Error('Missing property "in" for entry point at index ' + i);
              if (output === void 0) throw new Error('Missing property "out" for entry point at index ' + i);
              entries.push([output, input]);
            } else {
              entries.push(["", validateStringValue(entryPoint2, "entry point at index " + i)]);
            }
          }
        } else {
          for (let key in entryPoints2) {
            entries.push([key, validateStringValue(entryPoints2[key], "entry point", key)]);
          }
        }
      }
      if (stdin) {
        let stdinKeys = /* @__PURE__ */ Object.create(null);
        let contents = getFlag(stdin, stdinKeys, "contents", mustBeStringOrUint8Array);
        let resolveDir = getFlag(stdin, stdinKeys, "resolveDir", mustBeString);
        let sourcefile = getFlag(stdin, stdinKeys, "sourcefile", mustBeString);
        let loader2 = getFlag(stdin, stdinKeys, "loader", mustBeString);
        checkForInvalidFlags(stdin, stdinKeys, 'in "stdin" object');
        if (sourcefile) flags.push(`--sourcefile=${sourcefile}`);
        if (loader2) flags.push(`--loader=${loader2}`);
        if (resolveDir) stdinResolveDir = resolveDir;
        if (typeof contents === "string") stdinContents = encodeUTF8(contents);
        else if (contents instanceof Uint8Array) stdinContents = contents;
      }
      let nodePaths = [];
      if (nodePathsInput) {
        for (let value of nodePathsInput) {
          value += "";
          nodePaths.push(value);
        }
      }
      return {
        entries,
        flags,
        write,
        stdinContents,
        stdinResolveDir,
        absWorkingDir,
        nodePaths,
        mangleCache: validateMangleCache(mangleCache)
      };
    }
    function flagsForTransformOptions(callName, options, isTTY2, logLevelDefault) {
      let flags = [];
      let keys = /* @__PURE__ */ Object.create(null);
      pushLogFlags(flags, options, keys, isTTY2, logLevelDefault);
      pushCommonFlags(flags, options, keys);
      let sourcemap = getFlag(options, keys, "sourcemap", mustBeStringOrBoolean);
      let sourcefile = getFlag(options, keys, "sourcefile", mustBeString);
      let loader = getFlag(options, keys, "loader", mustBeString);
      let banner = getFlag(options, keys, "banner", mustBeString);
      let footer = getFlag(options, keys, "footer", mustBeString);
      let mangleCache = getFlag(options, keys, "mangleCache", mustBeObject);
      checkForInvalidFlags(options, keys, `in ${callName}() call`);
      if (sourcemap) flags.push(`--sourcemap=${sourcemap === true ? "external" : sourcemap}`);
      if (sourcefile) flags.push(`--sourcefile=${sourcefile}`);
      if (loader) flags.push(`--loader=${loader}`);
      if (banner) flags.push(`--banner=${banner}`);
      if (footer) flags.push(`--footer=${footer}`);
      return {
        flags,
        mangleCache: validateMangleCache(mangleCache)
      };
    }
    function createChannel(streamIn) {
      const requestCallbacksByKey = {};
      const closeData = { didClose: false, reason: "" };
      let responseCallbacks = {};
      let nextRequestID = 0;
      let nextBuildKey = 0;
      let stdout = new Uint8Array(16 * 1024);
      let stdoutUsed = 0;
      let readFromStdout = (chunk) => {
        let limit = stdoutUsed + chunk.length;
        if (limit > stdout.length) {
          let swap = new Uint8Array(limit * 2);
          swap.set(stdout);
          stdout = swap;
        }
        stdout.set(chunk, stdoutUsed);
        stdoutUsed += chunk.length;
        let offset = 0;
        while (offset + 4 <= stdoutUsed) {
          let length = readUInt32LE(stdout, offset);
          if (offset + 4 + length > stdoutUsed) {
            break;
          }
          offset += 4;
          handleIncomingPacket(stdout.subarray(offset, offset + length));
          offset += length;
        }
        if (offset > 0) {
          stdout.copyWithin(0, offset, stdoutUsed);
          stdoutUsed -= offset;
        }
      };
      let afterClose = (error) => {
        closeData.didClose = true;
        if (error) closeData.reason = ": " + (error.message || error);
        const text2 = "The service was stopped" + closeData.reason;
        for (let id in responseCallbacks) {
          responseCallbacks[id](text2, null);
        }
        responseCallbacks = {};
      };
      let sendRequest = (refs, value, callback) => {
        if (closeData.didClose) return callback("The service is no longer running" + closeData.reason, null);
        let id = nextRequestID++;
        responseCallbacks[id] = (error, response) => {
          try {
            callback(error, response);
          } finally {
            if (refs) refs.unref();
          }
        };
        if (refs) refs.ref();
        streamIn.writeToStdin(encodePacket({ id, isRequest: true, value }));
      };
      let sendResponse = (id, value) => {
        if (closeData.didClose) throw new Error("The service is no longer running" + closeData.reason);
        streamIn.writeToStdin(encodePacket({ id, isRequest: false, value }));
      };
      let handleRequest = async (id, request) => {
        try {
          if (request.command === "ping") {
            sendResponse(id, {});
            return;
          }
          if (typeof request.key === "number") {
            const requestCallbacks = requestCallbacksByKey[request.key];
            if (!requestCallbacks) {
              return;
            }
            const callback = requestCallbacks[request.command];
            if (callback) {
              await callback(id, request);
              return;
            }
          }
          throw new Error(`Invalid command: ` + request.command);
        } catch (e) {
          const errors = [extractErrorMessageV8(e, streamIn, null, void 0, "")];
          try {
            sendResponse(id, { errors });
          } catch {
          }
        }
      };
      let isFirstPacket = true;
      let handleIncomingPacket = (bytes) => {
        if (isFirstPacket) {
          isFirstPacket = false;
          let binaryVersion = String.fromCharCode(...bytes);
          if (binaryVersion !== "0.28.2") {
            throw new Error(`Cannot start service: Host version "${"0.28.2"}" does not match binary version ${quote(binaryVersion)}`);
          }
          return;
        }
        let packet = decodePacket(bytes);
        if (packet.isRequest) {
          handleRequest(packet.id, packet.value);
        } else {
          let callback = responseCallbacks[packet.id];
          delete responseCallbacks[packet.id];
          if (packet.value.error) callback(packet.value.error, {});
          else callback(null, packet.value);
        }
      };
      let buildOrContext = ({ callName, refs, options, isTTY: isTTY2, defaultWD: defaultWD2, callback }) => {
        let refCount = 0;
        const buildKey = nextBuildKey++;
        const requestCallbacks = {};
        const buildRefs = {
          ref() {
            if (++refCount === 1) {
              if (refs) refs.ref();
            }
          },
          unref() {
            if (--refCount === 0) {
              delete requestCallbacksByKey[buildKey];
              if (refs) refs.unref();
            }
          }
        };
        requestCallbacksByKey[buildKey] = requestCallbacks;
        buildRefs.ref();
        buildOrContextImpl(
          callName,
          buildKey,
          sendRequest,
          sendResponse,
          buildRefs,
          streamIn,
          requestCallbacks,
          options,
          isTTY2,
          defaultWD2,
          (err, res) => {
            try {
              callback(err, res);
            } finally {
              buildRefs.unref();
            }
          }
        );
      };
      let transform2 = ({ callName, refs, input, options, isTTY: isTTY2, fs: fs3, callback }) => {
        const details = createObjectStash();
        let start = (inputPath) => {
          try {
            if (typeof input !== "string" && !(input instanceof Uint8Array))
              throw new Error('The input to "transform" must be a string or a Uint8Array');
            let {
              flags,
              mangleCache
            } = flagsForTransformOptions(callName, options, isTTY2, transformLogLevelDefault);
            let request = {
              command: "transform",
              flags,
              inputFS: inputPath !== null,
              input: inputPath !== null ? encodeUTF8(inputPath) : typeof input === "string" ? encodeUTF8(input) : input
            };
            if (mangleCache) request.mangleCache = mangleCache;
            sendRequest(refs, request, (error, response) => {
              if (error) return callback(new Error(error), null);
              let errors = replaceDetailsInMessages(response.errors, details);
              let warnings = replaceDetailsInMessages(response.warnings, details);
              let outstanding = 1;
              let next = () => {
                if (--outstanding === 0) {
                  let result = {
                    warnings,
                    code: response.code,
                    map: response.map,
                    mangleCache: void 0,
                    legalComments: void 0
                  };
                  if ("legalComments" in response) result.legalComments = response == null ? void 0 : response.legalComments;
                  if (response.mangleCache) result.mangleCache = response == null ? void 0 : response.mangleCache;
                  callback(null, result);
                }
              };
              if (errors.length > 0) return callback(failureErrorWithLog("Transform failed", errors, warnings), null);
              if (response.codeFS) {
                outstanding++;
                fs3.readFile(response.code, (err, contents) => {
                  if (err !== null) {
                    callback(err, null);
                  } else {
                    response.code = contents;
                    next();
                  }
                });
              }
              if (response.mapFS) {
                outstanding++;
                fs3.readFile(response.map, (err, contents) => {
                  if (err !== null) {
                    callback(err, null);
                  } else {
                    response.map = contents;
                    next();
                  }
                });
              }
              next();
            });
          } catch (e) {
            let flags = [];
            try {
              pushLogFlags(flags, options, {}, isTTY2, transformLogLevelDefault);
            } catch {
            }
            const error = extractErrorMessageV8(e, streamIn, details, void 0, "");
            sendRequest(refs, { command: "error", flags, error }, () => {
              error.detail = details.load(error.detail);
              callback(failureErrorWithLog("Transform failed", [error], []), null);
            });
          }
        };
        if ((typeof input === "string" || input instanceof Uint8Array) && input.length > 1024 * 1024) {
          let next = start;
          start = () => fs3.writeFile(input, next);
        }
        start(null);
      };
      let formatMessages2 = ({ callName, refs, messages, options, callback }) => {
        if (!options) throw new Error(`Missing second argument in ${callName}() call`);
        let keys = {};
        let kind = getFlag(options, keys, "kind", mustBeString);
        let color = getFlag(options, keys, "color", mustBeBoolean);
        let terminalWidth = getFlag(options, keys, "terminalWidth", mustBeInteger);
        let logStyle = getFlag(options, keys, "logStyle", mustBeString);
        checkForInvalidFlags(options, keys, `in ${callName}() call`);
        if (kind === void 0) throw new Error(`Missing "kind" in ${callName}() call`);
        if (kind !== "error" && kind !== "warning") throw new Error(`Expected "kind" to be "error" or "warning" in ${callName}() call`);
        let request = {
          command: "format-msgs",
          messages: sanitizeMessages(messages, "messages", null, "", terminalWidth),
          isWarning: kind === "warning"
        };
        if (color !== void 0) request.color = color;
        if (terminalWidth !== void 0) request.terminalWidth = terminalWidth;
        if (logStyle !== void 0) request.logStyle = logStyle;
        sendRequest(refs, request, (error, response) => {
          if (error) return callback(new Error(error), null);
          callback(null, response.messages);
        });
      };
      let analyzeMetafile2 = ({ callName, refs, metafile, options, callback }) => {
        if (options === void 0) options = {};
        let keys = {};
        let color = getFlag(options, keys, "color", mustBeBoolean);
        let verbose = getFlag(options, keys, "verbose", mustBeBoolean);
        checkForInvalidFlags(options, keys, `in ${callName}() call`);
        let request = {
          command: "analyze-metafile",
          metafile
        };
        if (color !== void 0) request.color = color;
        if (verbose !== void 0) request.verbose = verbose;
        sendRequest(refs, request, (error, response) => {
          if (error) return callback(new Error(error), null);
          callback(null, response.result);
        });
      };
      return {
        readFromStdout,
        afterClose,
        service: {
          buildOrContext,
          transform: transform2,
          formatMessages: formatMessages2,
          analyzeMetafile: analyzeMetafile2
        }
      };
    }
    function buildOrContextImpl(callName, buildKey, sendRequest, sendResponse, refs, streamIn, requestCallbacks, options, isTTY2, defaultWD2, callback) {
      const details = createObjectStash();
      const isContext = callName === "context";
      const handleError = (e, pluginName) => {
        const flags = [];
        try {
          pushLogFlags(flags, options, {}, isTTY2, buildLogLevelDefault);
        } catch {
        }
        const message = extractErrorMessageV8(e, streamIn, details, void 0, pluginName);
        sendRequest(refs, { command: "error", flags, error: message }, () => {
          message.detail = details.load(message.detail);
          callback(failureErrorWithLog(isContext ? "Context failed" : "Build failed", [message], []), null);
        });
      };
      let plugins;
      if (typeof options === "object") {
        const value = options.plugins;
        if (value !== void 0) {
          if (!Array.isArray(value)) return handleError(new Error(`"plugins" must be an array`), "");
          plugins = value;
        }
      }
      if (plugins && plugins.length > 0) {
        if (streamIn.isSync) return handleError(new Error("Cannot use plugins in synchronous API calls"), "");
        handlePlugins(
          buildKey,
          sendRequest,
          sendResponse,
          refs,
          streamIn,
          requestCallbacks,
          options,
          plugins,
          details
        ).then(
          (result) => {
            if (!result.ok) return handleError(result.error, result.pluginName);
            try {
              buildOrContextContinue(result.requestPlugins, result.runOnEndCallbacks, result.scheduleOnDisposeCallbacks);
            } catch (e) {
              handleError(e, "");
            }
          },
          (e) => handleError(e, "")
        );
        return;
      }
      try {
        buildOrContextContinue(null, (result, done) => done([], []), () => {
        });
      } catch (e) {
        handleError(e, "");
      }
      function buildOrContextContinue(requestPlugins, runOnEndCallbacks, scheduleOnDisposeCallbacks) {
        const writeDefault = streamIn.hasFS;
        const {
          entries,
          flags,
          write,
          stdinContents,
          stdinResolveDir,
          absWorkingDir,
          nodePaths,
          mangleCache
        } = flagsForBuildOptions(callName, options, isTTY2, buildLogLevelDefault, writeDefault);
        if (write && !streamIn.hasFS) throw new Error(`The "write" option is unavailable in this environment`);
        const request = {
          command: "build",
          key: buildKey,
          entries,
          flags,
          write,
          stdinContents,
          stdinResolveDir,
          absWorkingDir: absWorkingDir || defaultWD2,
          nodePaths,
          context: isContext
        };
        if (requestPlugins) request.plugins = requestPlugins;
        if (mangleCache) request.mangleCache = mangleCache;
        const buildResponseToResult = (response, callback2) => {
          const result = {
            errors: replaceDetailsInMessages(response.errors, details),
            warnings: replaceDetailsInMessages(response.warnings, details),
            outputFiles: void 0,
            metafile: void 0,
            mangleCache: void 0
          };
          const originalErrors = result.errors.slice();
          const originalWarnings = result.warnings.slice();
          if (response.outputFiles) result.outputFiles = response.outputFiles.map(convertOutputFiles);
          if (response.metafile && response.metafile.length) result.metafile = parseJSON(response.metafile);
          if (response.mangleCache) result.mangleCache = response.mangleCache;
          if (response.writeToStdout !== void 0) console.log(decodeUTF8(response.writeToStdout).replace(/\n$/, ""));
          runOnEndCallbacks(result, (onEndErrors, onEndWarnings) => {
            if (originalErrors.length > 0 || onEndErrors.length > 0) {
              const error = failureErrorWithLog("Build failed", originalErrors.concat(onEndErrors), originalWarnings.concat(onEndWarnings));
              return callback2(error, null, onEndErrors, onEndWarnings);
            }
            callback2(null, result, onEndErrors, onEndWarnings);
          });
        };
        let latestResultPromise;
        let provideLatestResult;
        if (isContext)
          requestCallbacks["on-end"] = (id, request2) => new Promise((resolve2) => {
            buildResponseToResult(request2, (err, result, onEndErrors, onEndWarnings) => {
              const response = {
                errors: onEndErrors,
                warnings: onEndWarnings
              };
              if (provideLatestResult) provideLatestResult(err, result);
              latestResultPromise = void 0;
              provideLatestResult = void 0;
              sendResponse(id, response);
              resolve2();
            });
          });
        sendRequest(refs, request, (error, response) => {
          if (error) return callback(new Error(error), null);
          if (!isContext) {
            return buildResponseToResult(response, (err, res) => {
              scheduleOnDisposeCallbacks();
              return callback(err, res);
            });
          }
          if (response.errors.length > 0) {
            return callback(failureErrorWithLog("Context failed", response.errors, response.warnings), null);
          }
          let didDispose = false;
          const result = {
            rebuild: () => {
              if (!latestResultPromise) latestResultPromise = new Promise((resolve2, reject) => {
                let settlePromise;
                provideLatestResult = (err, result2) => {
                  if (!settlePromise) settlePromise = () => err ? reject(err) : resolve2(result2);
                };
                const triggerAnotherBuild = () => {
                  const request2 = {
                    command: "rebuild",
                    key: buildKey
                  };
                  sendRequest(refs, request2, (error2, response2) => {
                    if (error2) {
                      reject(new Error(error2));
                    } else if (settlePromise) {
                      settlePromise();
                    } else {
                      triggerAnotherBuild();
                    }
                  });
                };
                triggerAnotherBuild();
              });
              return latestResultPromise;
            },
            watch: (options2 = {}) => new Promise((resolve2, reject) => {
              if (!streamIn.hasFS) throw new Error(`Cannot use the "watch" API in this environment`);
              const keys = {};
              const delay = getFlag(options2, keys, "delay", mustBeInteger);
              checkForInvalidFlags(options2, keys, `in watch() call`);
              const request2 = {
                command: "watch",
                key: buildKey
              };
              if (delay) request2.delay = delay;
              sendRequest(refs, request2, (error2) => {
                if (error2) reject(new Error(error2));
                else resolve2(void 0);
              });
            }),
            serve: (options2 = {}) => new Promise((resolve2, reject) => {
              if (!streamIn.hasFS) throw new Error(`Cannot use the "serve" API in this environment`);
              const keys = {};
              const port = getFlag(options2, keys, "port", mustBeValidPortNumber);
              const host = getFlag(options2, keys, "host", mustBeString);
              const servedir = getFlag(options2, keys, "servedir", mustBeString);
              const keyfile = getFlag(options2, keys, "keyfile", mustBeString);
              const certfile = getFlag(options2, keys, "certfile", mustBeString);
              const fallback = getFlag(options2, keys, "fallback", mustBeString);
              const cors = getFlag(options2, keys, "cors", mustBeObject);
              const onRequest = getFlag(options2, keys, "onRequest", mustBeFunction);
              checkForInvalidFlags(options2, keys, `in serve() call`);
              const request2 = {
                command: "serve",
                key: buildKey,
                onRequest: !!onRequest
              };
              if (port !== void 0) request2.port = port;
              if (host !== void 0) request2.host = host;
              if (servedir !== void 0) request2.servedir = servedir;
              if (keyfile !== void 0) request2.keyfile = keyfile;
              if (certfile !== void 0) request2.certfile = certfile;
              if (fallback !== void 0) request2.fallback = fallback;
              if (cors) {
                const corsKeys = {};
                const origin = getFlag(cors, corsKeys, "origin", mustBeStringOrArrayOfStrings);
                checkForInvalidFlags(cors, corsKeys, `on "cors" object`);
                if (Array.isArray(origin)) request2.corsOrigin = origin;
                else if (origin !== void 0) request2.corsOrigin = [origin];
              }
              sendRequest(refs, request2, (error2, response2) => {
                if (error2) return reject(new Error(error2));
                if (onRequest) {
                  requestCallbacks["serve-request"] = (id, request3) => {
                    onRequest(request3.args);
                    sendResponse(id, {});
                  };
                }
                resolve2(response2);
              });
            }),
            cancel: () => new Promise((resolve2) => {
              if (didDispose) return resolve2();
              const request2 = {
                command: "cancel",
                key: buildKey
              };
              sendRequest(refs, request2, () => {
                resolve2();
              });
            }),
            dispose: () => new Promise((resolve2) => {
              if (didDispose) return resolve2();
              didDispose = true;
              const request2 = {
                command: "dispose",
                key: buildKey
              };
              sendRequest(refs, request2, () => {
                resolve2();
                scheduleOnDisposeCallbacks();
                refs.unref();
              });
            })
          };
          refs.ref();
          callback(null, result);
        });
      }
    }
    var handlePlugins = async (buildKey, sendRequest, sendResponse, refs, streamIn, requestCallbacks, initialOptions, plugins, details) => {
      let onStartCallbacks = [];
      let onEndCallbacks = [];
      let onResolveCallbacks = {};
      let onLoadCallbacks = {};
      let onDisposeCallbacks = [];
      let nextCallbackID = 0;
      let i = 0;
      let requestPlugins = [];
      let isSetupDone = false;
      plugins = [...plugins];
      for (let item of plugins) {
        let keys = {};
        if (typeof item !== "object") throw new Error(`Plugin at index ${i} must be an object`);
        const name = getFlag(item, keys, "name", mustBeString);
        if (typeof name !== "string" || name === "") throw new Error(`Plugin at index ${i} is missing a name`);
        try {
          let setup = getFlag(item, keys, "setup", mustBeFunction);
          if (typeof setup !== "function") throw new Error(`Plugin is missing a setup function`);
          checkForInvalidFlags(item, keys, `on plugin ${quote(name)}`);
          let plugin = {
            name,
            onStart: false,
            onEnd: false,
            onResolve: [],
            onLoad: []
          };
          i++;
          let resolve2 = (path3, options = {}) => {
            if (!isSetupDone) throw new Error('Cannot call "resolve" before plugin setup has completed');
            if (typeof path3 !== "string") throw new Error(`The path to resolve must be a string`);
            let keys2 = /* @__PURE__ */ Object.create(null);
            let pluginName = getFlag(options, keys2, "pluginName", mustBeString);
            let importer = getFlag(options, keys2, "importer", mustBeString);
            let namespace = getFlag(options, keys2, "namespace", mustBeString);
            let resolveDir = getFlag(options, keys2, "resolveDir", mustBeString);
            let kind = getFlag(options, keys2, "kind", mustBeString);
            let pluginData = getFlag(options, keys2, "pluginData", canBeAnything);
            let importAttributes = getFlag(options, keys2, "with", mustBeObject);
            checkForInvalidFlags(options, keys2, "in resolve() call");
            return new Promise((resolve22, reject) => {
              const request = {
                command: "resolve",
                path: path3,
                key: buildKey,
                pluginName: name
              };
              if (pluginName != null) request.pluginName = pluginName;
              if (importer != null) request.importer = importer;
              if (namespace != null) request.namespace = namespace;
              if (resolveDir != null) request.resolveDir = resolveDir;
              if (kind != null) request.kind = kind;
              else throw new Error(`Must specify "kind" when calling "resolve"`);
              if (pluginData != null) request.pluginData = details.store(pluginData);
              if (importAttributes != null) request.with = sanitizeStringMap(importAttributes, "with");
              sendRequest(refs, request, (error, response) => {
                if (error !== null) reject(new Error(error));
                else resolve22({
                  errors: replaceDetailsInMessages(response.errors, details),
                  warnings: replaceDetailsInMessages(response.warnings, details),
                  path: response.path,
                  external: response.external,
                  sideEffects: response.sideEffects,
                  namespace: response.namespace,
                  suffix: response.suffix,
                  pluginData: details.load(response.pluginData)
                });
              });
            });
          };
          let promise = setup({
            initialOptions,
            resolve: resolve2,
            onStart(callback) {
              let registeredText = `This error came from the "onStart" callback registered here:`;
              let registeredNote = extractCallerV8(new Error(registeredText), streamIn, "onStart");
              onStartCallbacks.push({ name, callback, note: registeredNote });
              plugin.onStart = true;
            },
            onEnd(callback) {
              let registeredText = `This error came from the "onEnd" callback registered here:`;
              let registeredNote = extractCallerV8(new Error(registeredText), streamIn, "onEnd");
              onEndCallbacks.push({ name, callback, note: registeredNote });
              plugin.onEnd = true;
            },
            onResolve(options, callback) {
              let registeredText = `This error came from the "onResolve" callback registered here:`;
              let registeredNote = extractCallerV8(new Error(registeredText), streamIn, "onResolve");
              let keys2 = {};
              let filter = getFlag(options, keys2, "filter", mustBeRegExp);
              let namespace = getFlag(options, keys2, "namespace", mustBeString);
              checkForInvalidFlags(options, keys2, `in onResolve() call for plugin ${quote(name)}`);
              if (filter == null) throw new Error(`onResolve() call is missing a filter`);
              let id = nextCallbackID++;
              onResolveCallbacks[id] = { name, callback, note: registeredNote };
              plugin.onResolve.push({ id, filter: jsRegExpToGoRegExp(filter), namespace: namespace || "" });
            },
            onLoad(options, callback) {
              let registeredText = `This error came from the "onLoad" callback registered here:`;
              let registeredNote = extractCallerV8(new Error(registeredText), streamIn, "onLoad");
              let keys2 = {};
              let filter = getFlag(options, keys2, "filter", mustBeRegExp);
              let namespace = getFlag(options, keys2, "namespace", mustBeString);
              checkForInvalidFlags(options, keys2, `in onLoad() call for plugin ${quote(name)}`);
              if (filter == null) throw new Error(`onLoad() call is missing a filter`);
              let id = nextCallbackID++;
              onLoadCallbacks[id] = { name, callback, note: registeredNote };
              plugin.onLoad.push({ id, filter: jsRegExpToGoRegExp(filter), namespace: namespace || "" });
            },
            onDispose(callback) {
              onDisposeCallbacks.push(callback);
            },
            esbuild: streamIn.esbuild
          });
          if (promise) await promise;
          requestPlugins.push(plugin);
        } catch (e) {
          return { ok: false, error: e, pluginName: name };
        }
      }
      requestCallbacks["on-start"] = async (id, request) => {
        details.clear();
        let response = { errors: [], warnings: [] };
        await Promise.all(onStartCallbacks.map(async ({ name, callback, note }) => {
          try {
            let result = await callback();
            if (result != null) {
              if (typeof result !== "object") throw new Error(`Expected onStart() callback in plugin ${quote(name)} to return an object`);
              let keys = {};
              let errors = getFlag(result, keys, "errors", mustBeArray);
              let warnings = getFlag(result, keys, "warnings", mustBeArray);
              checkForInvalidFlags(result, keys, `from onStart() callback in plugin ${quote(name)}`);
              if (errors != null) response.errors.push(...sanitizeMessages(errors, "errors", details, name, void 0));
              if (warnings != null) response.warnings.push(...sanitizeMessages(warnings, "warnings", details, name, void 0));
            }
          } catch (e) {
            response.errors.push(extractErrorMessageV8(e, streamIn, details, note && note(), name));
          }
        }));
        sendResponse(id, response);
      };
      requestCallbacks["on-resolve"] = async (id, request) => {
        let response = {}, name = "", callback, note;
        for (let id2 of request.ids) {
          try {
            ({ name, callback, note } = onResolveCallbacks[id2]);
            let result = await callback({
              path: request.path,
              importer: request.importer,
              namespace: request.namespace,
              resolveDir: request.resolveDir,
              kind: request.kind,
              pluginData: details.load(request.pluginData),
              with: request.with
            });
            if (result != null) {
              if (typeof result !== "object") throw new Error(`Expected onResolve() callback in plugin ${quote(name)} to return an object`);
              let keys = {};
              let pluginName = getFlag(result, keys, "pluginName", mustBeString);
              let path3 = getFlag(result, keys, "path", mustBeString);
              let namespace = getFlag(result, keys, "namespace", mustBeString);
              let suffix = getFlag(result, keys, "suffix", mustBeString);
              let external = getFlag(result, keys, "external", mustBeBoolean);
              let sideEffects = getFlag(result, keys, "sideEffects", mustBeBoolean);
              let pluginData = getFlag(result, keys, "pluginData", canBeAnything);
              let errors = getFlag(result, keys, "errors", mustBeArray);
              let warnings = getFlag(result, keys, "warnings", mustBeArray);
              let watchFiles = getFlag(result, keys, "watchFiles", mustBeArrayOfStrings);
              let watchDirs = getFlag(result, keys, "watchDirs", mustBeArrayOfStrings);
              checkForInvalidFlags(result, keys, `from onResolve() callback in plugin ${quote(name)}`);
              response.id = id2;
              if (pluginName != null) response.pluginName = pluginName;
              if (path3 != null) response.path = path3;
              if (namespace != null) response.namespace = namespace;
              if (suffix != null) response.suffix = suffix;
              if (external != null) response.external = external;
              if (sideEffects != null) response.sideEffects = sideEffects;
              if (pluginData != null) response.pluginData = details.store(pluginData);
              if (errors != null) response.errors = sanitizeMessages(errors, "errors", details, name, void 0);
              if (warnings != null) response.warnings = sanitizeMessages(warnings, "warnings", details, name, void 0);
              if (watchFiles != null) response.watchFiles = sanitizeStringArray(watchFiles, "watchFiles");
              if (watchDirs != null) response.watchDirs = sanitizeStringArray(watchDirs, "watchDirs");
              break;
            }
          } catch (e) {
            response = { id: id2, errors: [extractErrorMessageV8(e, streamIn, details, note && note(), name)] };
            break;
          }
        }
        sendResponse(id, response);
      };
      requestCallbacks["on-load"] = async (id, request) => {
        let response = {}, name = "", callback, note;
        for (let id2 of request.ids) {
          try {
            ({ name, callback, note } = onLoadCallbacks[id2]);
            let result = await callback({
              path: request.path,
              namespace: request.namespace,
              suffix: request.suffix,
              pluginData: details.load(request.pluginData),
              with: request.with
            });
            if (result != null) {
              if (typeof result !== "object") throw new Error(`Expected onLoad() callback in plugin ${quote(name)} to return an object`);
              let keys = {};
              let pluginName = getFlag(result, keys, "pluginName", mustBeString);
              let contents = getFlag(result, keys, "contents", mustBeStringOrUint8Array);
              let resolveDir = getFlag(result, keys, "resolveDir", mustBeString);
              let pluginData = getFlag(result, keys, "pluginData", canBeAnything);
              let loader = getFlag(result, keys, "loader", mustBeString);
              let errors = getFlag(result, keys, "errors", mustBeArray);
              let warnings = getFlag(result, keys, "warnings", mustBeArray);
              let watchFiles = getFlag(result, keys, "watchFiles", mustBeArrayOfStrings);
              let watchDirs = getFlag(result, keys, "watchDirs", mustBeArrayOfStrings);
              checkForInvalidFlags(result, keys, `from onLoad() callback in plugin ${quote(name)}`);
              response.id = id2;
              if (pluginName != null) response.pluginName = pluginName;
              if (contents instanceof Uint8Array) response.contents = contents;
              else if (contents != null) response.contents = encodeUTF8(contents);
              if (resolveDir != null) response.resolveDir = resolveDir;
              if (pluginData != null) response.pluginData = details.store(pluginData);
              if (loader != null) response.loader = loader;
              if (errors != null) response.errors = sanitizeMessages(errors, "errors", details, name, void 0);
              if (warnings != null) response.warnings = sanitizeMessages(warnings, "warnings", details, name, void 0);
              if (watchFiles != null) response.watchFiles = sanitizeStringArray(watchFiles, "watchFiles");
              if (watchDirs != null) response.watchDirs = sanitizeStringArray(watchDirs, "watchDirs");
              break;
            }
          } catch (e) {
            response = { id: id2, errors: [extractErrorMessageV8(e, streamIn, details, note && note(), name)] };
            break;
          }
        }
        sendResponse(id, response);
      };
      let runOnEndCallbacks = (result, done) => done([], []);
      if (onEndCallbacks.length > 0) {
        runOnEndCallbacks = (result, done) => {
          (async () => {
            const onEndErrors = [];
            const onEndWarnings = [];
            for (const { name, callback, note } of onEndCallbacks) {
              let newErrors;
              let newWarnings;
              try {
                const value = await callback(result);
                if (value != null) {
                  if (typeof value !== "object") throw new Error(`Expected onEnd() callback in plugin ${quote(name)} to return an object`);
                  let keys = {};
                  let errors = getFlag(value, keys, "errors", mustBeArray);
                  let warnings = getFlag(value, keys, "warnings", mustBeArray);
                  checkForInvalidFlags(value, keys, `from onEnd() callback in plugin ${quote(name)}`);
                  if (errors != null) newErrors = sanitizeMessages(errors, "errors", details, name, void 0);
                  if (warnings != null) newWarnings = sanitizeMessages(warnings, "warnings", details, name, void 0);
                }
              } catch (e) {
                newErrors = [extractErrorMessageV8(e, streamIn, details, note && note(), name)];
              }
              if (newErrors) {
                onEndErrors.push(...newErrors);
                try {
                  result.errors.push(...newErrors);
                } catch {
                }
              }
              if (newWarnings) {
                onEndWarnings.push(...newWarnings);
                try {
                  result.warnings.push(...newWarnings);
                } catch {
                }
              }
            }
            done(onEndErrors, onEndWarnings);
          })();
        };
      }
      let scheduleOnDisposeCallbacks = () => {
        for (const cb of onDisposeCallbacks) {
          setTimeout(() => cb(), 0);
        }
      };
      isSetupDone = true;
      return {
        ok: true,
        requestPlugins,
        runOnEndCallbacks,
        scheduleOnDisposeCallbacks
      };
    };
    function createObjectStash() {
      const map2 = /* @__PURE__ */ new Map();
      let nextID = 0;
      return {
        clear() {
          map2.clear();
        },
        load(id) {
          return map2.get(id);
        },
        store(value) {
          if (value === void 0) return -1;
          const id = nextID++;
          map2.set(id, value);
          return id;
        }
      };
    }
    function extractCallerV8(e, streamIn, ident) {
      let note;
      let tried = false;
      return () => {
        if (tried) return note;
        tried = true;
        try {
          let lines = (e.stack + "").split("\n");
          lines.splice(1, 1);
          let location = parseStackLinesV8(streamIn, lines, ident);
          if (location) {
            note = { text: e.message, location };
            return note;
          }
        } catch {
        }
      };
    }
    function extractErrorMessageV8(e, streamIn, stash, note, pluginName) {
      let text2 = "Internal error";
      let location = null;
      try {
        text2 = (e && e.message || e) + "";
      } catch {
      }
      try {
        location = parseStackLinesV8(streamIn, (e.stack + "").split("\n"), "");
      } catch {
      }
      return { id: "", pluginName, text: text2, location, notes: note ? [note] : [], detail: stash ? stash.store(e) : -1 };
    }
    function parseStackLinesV8(streamIn, lines, ident) {
      let at = "    at ";
      if (streamIn.readFileSync && !lines[0].startsWith(at) && lines[1].startsWith(at)) {
        for (let i = 1; i < lines.length; i++) {
          let line = lines[i];
          if (!line.startsWith(at)) continue;
          line = line.slice(at.length);
          while (true) {
            let match = /^(?:new |async )?\S+ \((.*)\)$/.exec(line);
            if (match) {
              line = match[1];
              continue;
            }
            match = /^eval at \S+ \((.*)\)(?:, \S+:\d+:\d+)?$/.exec(line);
            if (match) {
              line = match[1];
              continue;
            }
            match = /^(\S+):(\d+):(\d+)$/.exec(line);
            if (match) {
              let contents;
              try {
                contents = streamIn.readFileSync(match[1], "utf8");
              } catch {
                break;
              }
              let lineText = contents.split(/\r\n|\r|\n|\u2028|\u2029/)[+match[2] - 1] || "";
              let column = +match[3] - 1;
              let length = lineText.slice(column, column + ident.length) === ident ? ident.length : 0;
              return {
                file: match[1],
                namespace: "file",
                line: +match[2],
                column: encodeUTF8(lineText.slice(0, column)).length,
                length: encodeUTF8(lineText.slice(column, column + length)).length,
                lineText: lineText + "\n" + lines.slice(1).join("\n"),
                suggestion: ""
              };
            }
            break;
          }
        }
      }
      return null;
    }
    function failureErrorWithLog(text2, errors, warnings) {
      let limit = 5;
      text2 += errors.length < 1 ? "" : ` with ${errors.length} error${errors.length < 2 ? "" : "s"}:` + errors.slice(0, limit + 1).map((e, i) => {
        if (i === limit) return "\n...";
        if (!e.location) return `
error: ${e.text}`;
        let { file, line, column } = e.location;
        let pluginText = e.pluginName ? `[plugin: ${e.pluginName}] ` : "";
        return `
${file}:${line}:${column}: ERROR: ${pluginText}${e.text}`;
      }).join("");
      let error = new Error(text2);
      for (const [key, value] of [["errors", errors], ["warnings", warnings]]) {
        Object.defineProperty(error, key, {
          configurable: true,
          enumerable: true,
          get: () => value,
          set: (value2) => Object.defineProperty(error, key, {
            configurable: true,
            enumerable: true,
            value: value2
          })
        });
      }
      return error;
    }
    function replaceDetailsInMessages(messages, stash) {
      for (const message of messages) {
        message.detail = stash.load(message.detail);
      }
      return messages;
    }
    function sanitizeLocation(location, where, terminalWidth) {
      if (location == null) return null;
      let keys = {};
      let file = getFlag(location, keys, "file", mustBeString);
      let namespace = getFlag(location, keys, "namespace", mustBeString);
      let line = getFlag(location, keys, "line", mustBeInteger);
      let column = getFlag(location, keys, "column", mustBeInteger);
      let length = getFlag(location, keys, "length", mustBeInteger);
      let lineText = getFlag(location, keys, "lineText", mustBeString);
      let suggestion = getFlag(location, keys, "suggestion", mustBeString);
      checkForInvalidFlags(location, keys, where);
      if (lineText) {
        const relevantASCII = lineText.slice(
          0,
          (column && column > 0 ? column : 0) + (length && length > 0 ? length : 0) + (terminalWidth && terminalWidth > 0 ? terminalWidth : 80)
        );
        if (!/[\x7F-\uFFFF]/.test(relevantASCII) && !/\n/.test(lineText)) {
          lineText = relevantASCII;
        }
      }
      return {
        file: file || "",
        namespace: namespace || "",
        line: line || 0,
        column: column || 0,
        length: length || 0,
        lineText: lineText || "",
        suggestion: suggestion || ""
      };
    }
    function sanitizeMessages(messages, property, stash, fallbackPluginName, terminalWidth) {
      let messagesClone = [];
      let index = 0;
      for (const message of messages) {
        let keys = {};
        let id = getFlag(message, keys, "id", mustBeString);
        let pluginName = getFlag(message, keys, "pluginName", mustBeString);
        let text2 = getFlag(message, keys, "text", mustBeString);
        let location = getFlag(message, keys, "location", mustBeObjectOrNull);
        let notes = getFlag(message, keys, "notes", mustBeArray);
        let detail = getFlag(message, keys, "detail", canBeAnything);
        let where = `in element ${index} of "${property}"`;
        checkForInvalidFlags(message, keys, where);
        let notesClone = [];
        if (notes) {
          for (const note of notes) {
            let noteKeys = {};
            let noteText = getFlag(note, noteKeys, "text", mustBeString);
            let noteLocation = getFlag(note, noteKeys, "location", mustBeObjectOrNull);
            checkForInvalidFlags(note, noteKeys, where);
            notesClone.push({
              text: noteText || "",
              location: sanitizeLocation(noteLocation, where, terminalWidth)
            });
          }
        }
        messagesClone.push({
          id: id || "",
          pluginName: pluginName || fallbackPluginName,
          text: text2 || "",
          location: sanitizeLocation(location, where, terminalWidth),
          notes: notesClone,
          detail: stash ? stash.store(detail) : -1
        });
        index++;
      }
      return messagesClone;
    }
    function sanitizeStringArray(values, property) {
      const result = [];
      for (const value of values) {
        if (typeof value !== "string") throw new Error(`${quote(property)} must be an array of strings`);
        result.push(value);
      }
      return result;
    }
    function sanitizeStringMap(map2, property) {
      const result = /* @__PURE__ */ Object.create(null);
      for (const key in map2) {
        const value = map2[key];
        if (typeof value !== "string") throw new Error(`key ${quote(key)} in object ${quote(property)} must be a string`);
        result[key] = value;
      }
      return result;
    }
    function convertOutputFiles({ path: path3, contents, hash }) {
      let text2 = null;
      return {
        path: path3,
        contents,
        hash,
        get text() {
          const binary = this.contents;
          if (text2 === null || binary !== contents) {
            contents = binary;
            text2 = decodeUTF8(binary);
          }
          return text2;
        }
      };
    }
    function jsRegExpToGoRegExp(regexp) {
      let result = regexp.source;
      if (regexp.flags) result = `(?${regexp.flags})${result}`;
      return result;
    }
    function parseJSON(bytes) {
      let text2;
      try {
        text2 = decodeUTF8(bytes);
      } catch {
        return JSON_parse(bytes);
      }
      return JSON.parse(text2);
    }
    var fs = require("fs");
    var os = require("os");
    var path = require("path");
    var ESBUILD_BINARY_PATH = process.env.ESBUILD_BINARY_PATH || ESBUILD_BINARY_PATH;
    var isValidBinaryPath = (x) => !!x && x !== "/usr/bin/esbuild";
    var packageDarwin_arm64 = "@esbuild/darwin-arm64";
    var packageDarwin_x64 = "@esbuild/darwin-x64";
    var knownWindowsPackages = {
      "win32 arm64 LE": "@esbuild/win32-arm64",
      "win32 ia32 LE": "@esbuild/win32-ia32",
      "win32 x64 LE": "@esbuild/win32-x64"
    };
    var knownUnixlikePackages = {
      "aix ppc64 BE": "@esbuild/aix-ppc64",
      "android arm64 LE": "@esbuild/android-arm64",
      "darwin arm64 LE": "@esbuild/darwin-arm64",
      "darwin x64 LE": "@esbuild/darwin-x64",
      "freebsd arm64 LE": "@esbuild/freebsd-arm64",
      "freebsd x64 LE": "@esbuild/freebsd-x64",
      "linux arm LE": "@esbuild/linux-arm",
      "linux arm64 LE": "@esbuild/linux-arm64",
      "linux ia32 LE": "@esbuild/linux-ia32",
      "linux mips64el LE": "@esbuild/linux-mips64el",
      "linux ppc64 LE": "@esbuild/linux-ppc64",
      "linux riscv64 LE": "@esbuild/linux-riscv64",
      "linux s390x BE": "@esbuild/linux-s390x",
      "linux x64 LE": "@esbuild/linux-x64",
      "linux loong64 LE": "@esbuild/linux-loong64",
      "netbsd arm64 LE": "@esbuild/netbsd-arm64",
      "netbsd x64 LE": "@esbuild/netbsd-x64",
      "openbsd arm64 LE": "@esbuild/openbsd-arm64",
      "openbsd x64 LE": "@esbuild/openbsd-x64",
      "sunos x64 LE": "@esbuild/sunos-x64"
    };
    var knownWebAssemblyFallbackPackages = {
      "android arm LE": "@esbuild/android-arm",
      "android x64 LE": "@esbuild/android-x64",
      "openharmony arm64 LE": "@esbuild/openharmony-arm64"
    };
    function pkgAndSubpathForCurrentPlatform() {
      let pkg;
      let subpath;
      let isWASM = false;
      let platformKey = `${process.platform} ${os.arch()} ${os.endianness()}`;
      if (platformKey in knownWindowsPackages) {
        pkg = knownWindowsPackages[platformKey];
        subpath = "esbuild.exe";
      } else if (platformKey in knownUnixlikePackages) {
        pkg = knownUnixlikePackages[platformKey];
        subpath = "bin/esbuild";
      } else if (platformKey in knownWebAssemblyFallbackPackages) {
        pkg = knownWebAssemblyFallbackPackages[platformKey];
        subpath = "bin/esbuild";
        isWASM = true;
      } else {
        throw new Error(`Unsupported platform: ${platformKey}`);
      }
      return { pkg, subpath, isWASM };
    }
    function pkgForSomeOtherPlatform() {
      const libMainJS = require.resolve("esbuild");
      const nodeModulesDirectory = path.dirname(path.dirname(path.dirname(libMainJS)));
      if (path.basename(nodeModulesDirectory) === "node_modules") {
        for (const unixKey in knownUnixlikePackages) {
          try {
            const pkg = knownUnixlikePackages[unixKey];
            if (fs.existsSync(path.join(nodeModulesDirectory, pkg))) return pkg;
          } catch {
          }
        }
        for (const windowsKey in knownWindowsPackages) {
          try {
            const pkg = knownWindowsPackages[windowsKey];
            if (fs.existsSync(path.join(nodeModulesDirectory, pkg))) return pkg;
          } catch {
          }
        }
      }
      return null;
    }
    function downloadedBinPath(pkg, subpath) {
      const esbuildLibDir = path.dirname(require.resolve("esbuild"));
      return path.join(esbuildLibDir, `downloaded-${pkg.replace("/", "-")}-${path.basename(subpath)}`);
    }
    function generateBinPath() {
      if (isValidBinaryPath(ESBUILD_BINARY_PATH)) {
        if (!fs.existsSync(ESBUILD_BINARY_PATH)) {
          console.warn(`[esbuild] Ignoring bad configuration: ESBUILD_BINARY_PATH=${ESBUILD_BINARY_PATH}`);
        } else {
          return { binPath: ESBUILD_BINARY_PATH, isWASM: false };
        }
      }
      const { pkg, subpath, isWASM } = pkgAndSubpathForCurrentPlatform();
      let binPath;
      try {
        binPath = require.resolve(`${pkg}/${subpath}`);
      } catch (e) {
        binPath = downloadedBinPath(pkg, subpath);
        if (!fs.existsSync(binPath)) {
          try {
            require.resolve(pkg);
          } catch {
            const otherPkg = pkgForSomeOtherPlatform();
            if (otherPkg) {
              let suggestions = `
Specifically the "${otherPkg}" package is present but this platform
needs the "${pkg}" package instead. People often get into this
situation by installing esbuild on Windows or macOS and copying "node_modules"
into a Docker image that runs Linux, or by copying "node_modules" between
Windows and WSL environments.

If you are installing with npm, you can try not copying the "node_modules"
directory when you copy the files over, and running "npm ci" or "npm install"
on the destination platform after the copy. Or you could consider using yarn
instead of npm which has built-in support for installing a package on multiple
platforms simultaneously.

If you are installing with yarn, you can try listing both this platform and the
other platform in your ".yarnrc.yml" file using the "supportedArchitectures"
feature: https://yarnpkg.com/configuration/yarnrc/#supportedArchitectures
Keep in mind that this means multiple copies of esbuild will be present.
`;
              if (pkg === packageDarwin_x64 && otherPkg === packageDarwin_arm64 || pkg === packageDarwin_arm64 && otherPkg === packageDarwin_x64) {
                suggestions = `
Specifically the "${otherPkg}" package is present but this platform
needs the "${pkg}" package instead. People often get into this
situation by installing esbuild with npm running inside of Rosetta 2 and then
trying to use it with node running outside of Rosetta 2, or vice versa (Rosetta
2 is Apple's on-the-fly x86_64-to-arm64 translation service).

If you are installing with npm, you can try ensuring that both npm and node are
not running under Rosetta 2 and then reinstalling esbuild. This likely involves
changing how you installed npm and/or node. For example, installing node with
the universal installer here should work: https://nodejs.org/en/download/. Or
you could consider using yarn instead of npm which has built-in support for
installing a package on multiple platforms simultaneously.

If you are installing with yarn, you can try listing both "arm64" and "x64"
in your ".yarnrc.yml" file using the "supportedArchitectures" feature:
https://yarnpkg.com/configuration/yarnrc/#supportedArchitectures
Keep in mind that this means multiple copies of esbuild will be present.
`;
              }
              throw new Error(`
You installed esbuild for another platform than the one you're currently using.
This won't work because esbuild is written with native code and needs to
install a platform-specific binary executable.
${suggestions}
Another alternative is to use the "esbuild-wasm" package instead, which works
the same way on all platforms. But it comes with a heavy performance cost and
can sometimes be 10x slower than the "esbuild" package, so you may also not
want to do that.
`);
            }
            throw new Error(`The package "${pkg}" could not be found, and is needed by esbuild.

If you are installing esbuild with npm, make sure that you don't specify the
"--no-optional" or "--omit=optional" flags. The "optionalDependencies" feature
of "package.json" is used by esbuild to install the correct binary executable
for your current platform.`);
          }
          throw e;
        }
      }
      if (/\.zip\//.test(binPath)) {
        let pnpapi;
        try {
          pnpapi = require("pnpapi");
        } catch (e) {
        }
        if (pnpapi) {
          const root = pnpapi.getPackageInformation(pnpapi.topLevel).packageLocation;
          const binTargetPath = path.join(
            root,
            "node_modules",
            ".cache",
            "esbuild",
            `pnpapi-${pkg.replace("/", "-")}-${"0.28.2"}-${path.basename(subpath)}`
          );
          if (!fs.existsSync(binTargetPath)) {
            fs.mkdirSync(path.dirname(binTargetPath), { recursive: true });
            fs.copyFileSync(binPath, binTargetPath);
            fs.chmodSync(binTargetPath, 493);
          }
          return { binPath: binTargetPath, isWASM };
        }
      }
      return { binPath, isWASM };
    }
    var child_process = require("child_process");
    var crypto = require("crypto");
    var path2 = require("path");
    var fs2 = require("fs");
    var os2 = require("os");
    var tty = require("tty");
    var worker_threads;
    if (process.env.ESBUILD_WORKER_THREADS !== "0") {
      try {
        worker_threads = require("worker_threads");
      } catch {
      }
      let [major, minor] = process.versions.node.split(".");
      if (
        // <v12.17.0 does not work
        +major < 12 || +major === 12 && +minor < 17 || +major === 13 && +minor < 13
      ) {
        worker_threads = void 0;
      }
    }
    var _a;
    var isInternalWorkerThread = ((_a = worker_threads == null ? void 0 : worker_threads.workerData) == null ? void 0 : _a.esbuildVersion) === "0.28.2";
    var esbuildCommandAndArgs = () => {
      if ((!ESBUILD_BINARY_PATH || false) && (path2.basename(__filename) !== "main.js" || path2.basename(__dirname) !== "lib")) {
        throw new Error(
          `The esbuild JavaScript API cannot be bundled. Please mark the "esbuild" package as external so it's not included in the bundle.

More information: The file containing the code for esbuild's JavaScript API (${__filename}) does not appear to be inside the esbuild package on the file system, which usually means that the esbuild package was bundled into another file. This is problematic because the API needs to run a binary executable inside the esbuild package which is located using a relative path from the API code to the executable. If the esbuild package is bundled, the relative path will be incorrect and the executable won't be found.`
        );
      }
      if (false) {
        return ["node", [path2.join(__dirname, "..", "bin", "esbuild")]];
      } else {
        const { binPath, isWASM } = generateBinPath();
        if (isWASM) {
          return ["node", [binPath]];
        } else {
          return [binPath, []];
        }
      }
    };
    var isTTY = () => tty.isatty(2);
    var fsSync = {
      readFile(tempFile, callback) {
        try {
          let contents = fs2.readFileSync(tempFile, "utf8");
          try {
            fs2.unlinkSync(tempFile);
          } catch {
          }
          callback(null, contents);
        } catch (err) {
          callback(err, null);
        }
      },
      writeFile(contents, callback) {
        try {
          let tempFile = randomFileName();
          fs2.writeFileSync(tempFile, contents);
          callback(tempFile);
        } catch {
          callback(null);
        }
      }
    };
    var fsAsync = {
      readFile(tempFile, callback) {
        try {
          fs2.readFile(tempFile, "utf8", (err, contents) => {
            try {
              fs2.unlink(tempFile, () => callback(err, contents));
            } catch {
              callback(err, contents);
            }
          });
        } catch (err) {
          callback(err, null);
        }
      },
      writeFile(contents, callback) {
        try {
          let tempFile = randomFileName();
          fs2.writeFile(tempFile, contents, (err) => err !== null ? callback(null) : callback(tempFile));
        } catch {
          callback(null);
        }
      }
    };
    var version = "0.28.2";
    var build2 = (options) => ensureServiceIsRunning().build(options);
    var context = (buildOptions) => ensureServiceIsRunning().context(buildOptions);
    var transform = (input, options) => ensureServiceIsRunning().transform(input, options);
    var formatMessages = (messages, options) => ensureServiceIsRunning().formatMessages(messages, options);
    var analyzeMetafile = (messages, options) => ensureServiceIsRunning().analyzeMetafile(messages, options);
    var buildSync = (options) => {
      if (worker_threads && !isInternalWorkerThread) {
        if (!workerThreadService) workerThreadService = startWorkerThreadService(worker_threads);
        return workerThreadService.buildSync(options);
      }
      let result;
      runServiceSync((service) => service.buildOrContext({
        callName: "buildSync",
        refs: null,
        options,
        isTTY: isTTY(),
        defaultWD,
        callback: (err, res) => {
          if (err) throw err;
          result = res;
        }
      }));
      return result;
    };
    var transformSync = (input, options) => {
      if (worker_threads && !isInternalWorkerThread) {
        if (!workerThreadService) workerThreadService = startWorkerThreadService(worker_threads);
        return workerThreadService.transformSync(input, options);
      }
      let result;
      runServiceSync((service) => service.transform({
        callName: "transformSync",
        refs: null,
        input,
        options: options || {},
        isTTY: isTTY(),
        fs: fsSync,
        callback: (err, res) => {
          if (err) throw err;
          result = res;
        }
      }));
      return result;
    };
    var formatMessagesSync = (messages, options) => {
      if (worker_threads && !isInternalWorkerThread) {
        if (!workerThreadService) workerThreadService = startWorkerThreadService(worker_threads);
        return workerThreadService.formatMessagesSync(messages, options);
      }
      let result;
      runServiceSync((service) => service.formatMessages({
        callName: "formatMessagesSync",
        refs: null,
        messages,
        options,
        callback: (err, res) => {
          if (err) throw err;
          result = res;
        }
      }));
      return result;
    };
    var analyzeMetafileSync = (metafile, options) => {
      if (worker_threads && !isInternalWorkerThread) {
        if (!workerThreadService) workerThreadService = startWorkerThreadService(worker_threads);
        return workerThreadService.analyzeMetafileSync(metafile, options);
      }
      let result;
      runServiceSync((service) => service.analyzeMetafile({
        callName: "analyzeMetafileSync",
        refs: null,
        metafile: typeof metafile === "string" ? metafile : JSON.stringify(metafile),
        options,
        callback: (err, res) => {
          if (err) throw err;
          result = res;
        }
      }));
      return result;
    };
    var stop = () => {
      if (stopService) stopService();
      if (workerThreadService) workerThreadService.stop();
      return Promise.resolve();
    };
    var initializeWasCalled = false;
    var initialize = (options) => {
      options = validateInitializeOptions(options || {});
      if (options.wasmURL) throw new Error(`The "wasmURL" option only works in the browser`);
      if (options.wasmModule) throw new Error(`The "wasmModule" option only works in the browser`);
      if (options.worker) throw new Error(`The "worker" option only works in the browser`);
      if (initializeWasCalled) throw new Error('Cannot call "initialize" more than once');
      ensureServiceIsRunning();
      initializeWasCalled = true;
      return Promise.resolve();
    };
    var defaultWD = process.cwd();
    var longLivedService;
    var stopService;
    var ensureServiceIsRunning = () => {
      if (longLivedService) return longLivedService;
      let [command, args] = esbuildCommandAndArgs();
      let child = child_process.spawn(command, args.concat(`--service=${"0.28.2"}`, "--ping"), {
        windowsHide: true,
        stdio: ["pipe", "pipe", "inherit"],
        cwd: defaultWD
      });
      let { readFromStdout, afterClose, service } = createChannel({
        writeToStdin(bytes) {
          child.stdin.write(bytes, (err) => {
            if (err) afterClose(err);
          });
        },
        readFileSync: fs2.readFileSync,
        isSync: false,
        hasFS: true,
        esbuild: node_exports
      });
      child.stdin.on("error", afterClose);
      child.on("error", afterClose);
      const stdin = child.stdin;
      const stdout = child.stdout;
      stdout.on("data", readFromStdout);
      stdout.on("end", afterClose);
      stopService = () => {
        stdin.destroy();
        stdout.destroy();
        child.kill();
        initializeWasCalled = false;
        longLivedService = void 0;
        stopService = void 0;
      };
      let refCount = 0;
      child.unref();
      if (stdin.unref) {
        stdin.unref();
      }
      if (stdout.unref) {
        stdout.unref();
      }
      const refs = {
        ref() {
          if (++refCount === 1) child.ref();
        },
        unref() {
          if (--refCount === 0) child.unref();
        }
      };
      longLivedService = {
        build: (options) => new Promise((resolve2, reject) => {
          service.buildOrContext({
            callName: "build",
            refs,
            options,
            isTTY: isTTY(),
            defaultWD,
            callback: (err, res) => err ? reject(err) : resolve2(res)
          });
        }),
        context: (options) => new Promise((resolve2, reject) => service.buildOrContext({
          callName: "context",
          refs,
          options,
          isTTY: isTTY(),
          defaultWD,
          callback: (err, res) => err ? reject(err) : resolve2(res)
        })),
        transform: (input, options) => new Promise((resolve2, reject) => service.transform({
          callName: "transform",
          refs,
          input,
          options: options || {},
          isTTY: isTTY(),
          fs: fsAsync,
          callback: (err, res) => err ? reject(err) : resolve2(res)
        })),
        formatMessages: (messages, options) => new Promise((resolve2, reject) => service.formatMessages({
          callName: "formatMessages",
          refs,
          messages,
          options,
          callback: (err, res) => err ? reject(err) : resolve2(res)
        })),
        analyzeMetafile: (metafile, options) => new Promise((resolve2, reject) => service.analyzeMetafile({
          callName: "analyzeMetafile",
          refs,
          metafile: typeof metafile === "string" ? metafile : JSON.stringify(metafile),
          options,
          callback: (err, res) => err ? reject(err) : resolve2(res)
        }))
      };
      return longLivedService;
    };
    var runServiceSync = (callback) => {
      let [command, args] = esbuildCommandAndArgs();
      let stdin = new Uint8Array();
      let { readFromStdout, afterClose, service } = createChannel({
        writeToStdin(bytes) {
          if (stdin.length !== 0) throw new Error("Must run at most one command");
          stdin = bytes;
        },
        isSync: true,
        hasFS: true,
        esbuild: node_exports
      });
      callback(service);
      let stdout = child_process.execFileSync(command, args.concat(`--service=${"0.28.2"}`), {
        cwd: defaultWD,
        windowsHide: true,
        input: stdin,
        // We don't know how large the output could be. If it's too large, the
        // command will fail with ENOBUFS. Reserve 16mb for now since that feels
        // like it should be enough. Also allow overriding this with an environment
        // variable.
        maxBuffer: +process.env.ESBUILD_MAX_BUFFER || 16 * 1024 * 1024
      });
      readFromStdout(stdout);
      afterClose(null);
    };
    var randomFileName = () => {
      return path2.join(os2.tmpdir(), `esbuild-${crypto.randomBytes(32).toString("hex")}`);
    };
    var workerThreadService = null;
    var startWorkerThreadService = (worker_threads2) => {
      let { port1: mainPort, port2: workerPort } = new worker_threads2.MessageChannel();
      let worker = new worker_threads2.Worker(__filename, {
        workerData: { workerPort, defaultWD, esbuildVersion: "0.28.2" },
        transferList: [workerPort],
        // From node's documentation: https://nodejs.org/api/worker_threads.html
        //
        //   Take care when launching worker threads from preload scripts (scripts loaded
        //   and run using the `-r` command line flag). Unless the `execArgv` option is
        //   explicitly set, new Worker threads automatically inherit the command line flags
        //   from the running process and will preload the same preload scripts as the main
        //   thread. If the preload script unconditionally launches a worker thread, every
        //   thread spawned will spawn another until the application crashes.
        //
        execArgv: []
      });
      let nextID = 0;
      let fakeBuildError = (text2) => {
        let error = new Error(`Build failed with 1 error:
error: ${text2}`);
        let errors = [{ id: "", pluginName: "", text: text2, location: null, notes: [], detail: void 0 }];
        error.errors = errors;
        error.warnings = [];
        return error;
      };
      let validateBuildSyncOptions = (options) => {
        if (!options) return;
        let plugins = options.plugins;
        if (plugins && plugins.length > 0) throw fakeBuildError(`Cannot use plugins in synchronous API calls`);
      };
      let applyProperties = (object, properties) => {
        for (let key in properties) {
          object[key] = properties[key];
        }
      };
      let runCallSync = (command, args) => {
        let id = nextID++;
        let sharedBuffer = new SharedArrayBuffer(8);
        let sharedBufferView = new Int32Array(sharedBuffer);
        let msg = { sharedBuffer, id, command, args };
        worker.postMessage(msg);
        let status = Atomics.wait(sharedBufferView, 0, 0);
        if (status !== "ok" && status !== "not-equal") throw new Error("Internal error: Atomics.wait() failed: " + status);
        let { message: { id: id2, resolve: resolve2, reject, properties } } = worker_threads2.receiveMessageOnPort(mainPort);
        if (id !== id2) throw new Error(`Internal error: Expected id ${id} but got id ${id2}`);
        if (reject) {
          applyProperties(reject, properties);
          throw reject;
        }
        return resolve2;
      };
      worker.unref();
      return {
        buildSync(options) {
          validateBuildSyncOptions(options);
          return runCallSync("build", [options]);
        },
        transformSync(input, options) {
          return runCallSync("transform", [input, options]);
        },
        formatMessagesSync(messages, options) {
          return runCallSync("formatMessages", [messages, options]);
        },
        analyzeMetafileSync(metafile, options) {
          return runCallSync("analyzeMetafile", [metafile, options]);
        },
        stop() {
          worker.terminate();
          workerThreadService = null;
        }
      };
    };
    var startSyncServiceWorker = () => {
      let workerPort = worker_threads.workerData.workerPort;
      let parentPort = worker_threads.parentPort;
      let extractProperties = (object) => {
        let properties = {};
        if (object && typeof object === "object") {
          for (let key in object) {
            properties[key] = object[key];
          }
        }
        return properties;
      };
      try {
        let service = ensureServiceIsRunning();
        defaultWD = worker_threads.workerData.defaultWD;
        parentPort.on("message", (msg) => {
          (async () => {
            let { sharedBuffer, id, command, args } = msg;
            let sharedBufferView = new Int32Array(sharedBuffer);
            try {
              switch (command) {
                case "build":
                  workerPort.postMessage({ id, resolve: await service.build(args[0]) });
                  break;
                case "transform":
                  workerPort.postMessage({ id, resolve: await service.transform(args[0], args[1]) });
                  break;
                case "formatMessages":
                  workerPort.postMessage({ id, resolve: await service.formatMessages(args[0], args[1]) });
                  break;
                case "analyzeMetafile":
                  workerPort.postMessage({ id, resolve: await service.analyzeMetafile(args[0], args[1]) });
                  break;
                default:
                  throw new Error(`Invalid command: ${command}`);
              }
            } catch (reject) {
              workerPort.postMessage({ id, reject, properties: extractProperties(reject) });
            }
            Atomics.add(sharedBufferView, 0, 1);
            Atomics.notify(sharedBufferView, 0, Infinity);
          })();
        });
      } catch (reject) {
        parentPort.on("message", (msg) => {
          let { sharedBuffer, id } = msg;
          let sharedBufferView = new Int32Array(sharedBuffer);
          workerPort.postMessage({ id, reject, properties: extractProperties(reject) });
          Atomics.add(sharedBufferView, 0, 1);
          Atomics.notify(sharedBufferView, 0, Infinity);
        });
      }
    };
    if (isInternalWorkerThread) {
      startSyncServiceWorker();
    }
    var node_default = node_exports;
  }
});

// components/routing/addressRange.ts
var import_node_net = require("node:net");
function isAddressRange(text2) {
  return parse(text2) !== void 0;
}
function isEverybody(text2) {
  return /\/0+$/.test(text2);
}
function isInside(inner, outer) {
  const [a, b] = [parse(inner), parse(outer)];
  return a !== void 0 && b !== void 0 && a.family === b.family && b.first <= a.first && a.last <= b.last;
}
function isShared(a, b) {
  const [left, right] = [parse(a), parse(b)];
  if (!left || !right) return true;
  return left.family === right.family && left.first <= right.last && right.first <= left.last;
}
function parse(text2) {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text2);
  const address = match?.[1] ?? "";
  const family = (0, import_node_net.isIPv4)(address) ? 4 : (0, import_node_net.isIPv6)(address) && !address.includes("%") ? 6 : void 0;
  if (family === void 0) return void 0;
  const bits = family === 4 ? 32 : 128;
  const length = match?.[2] === void 0 ? bits : Number(match[2]);
  if (length > bits) return void 0;
  const size = 1n << BigInt(bits - length);
  const value = family === 4 ? fromGroups(address.split("."), 10, 8n) : fromIPv6(address);
  const first = value - value % size;
  return { family, first, last: first + size - 1n };
}
function fromIPv6(address) {
  const plain = address.replace(/\d+\.\d+\.\d+\.\d+$/, (dotted) => {
    const value = fromGroups(dotted.split("."), 10, 8n);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = "", tail] = plain.split("::");
  const groups = (part) => part ? part.split(":") : [];
  const [before, after] = [groups(head), groups(tail)];
  return fromGroups([...before, ...Array(8 - before.length - after.length).fill("0"), ...after], 16, 16n);
}
function fromGroups(groups, radix, bits) {
  return groups.reduce((value, group) => (value << bits) + BigInt(Number.parseInt(group, radix)), 0n);
}

// components/routing/accessProblems.ts
var PLACEHOLDER = /^(to ?do|tbd|tba|fixme|xxx+|none|no reason|reason|because|n\/?a|unknown|temp(orary)?|test|later|wip|\W*)$/iu;
function reasonProblem(reason) {
  const text2 = (reason ?? "").trim();
  if (text2 === "") return "there is no reason";
  if (PLACEHOLDER.test(text2)) return `the reason '${text2}' is a placeholder`;
  if ((text2.match(new RegExp("\\p{L}", "gu")) ?? []).length < 4) return `the reason '${text2}' says nothing`;
  return void 0;
}
function decisionProblems(decision) {
  switch (decision.mode) {
    case "gate":
      return [];
    case "domain":
      return portProblems(decision);
    case "application":
      return [
        ...decision.groups.length > 0 && decision.groups.every(isItem) ? [] : [
          "application access without groups (or with an empty one): write who may enter, e.g. 'sso.groups=admins'."
        ],
        ...portProblems(decision)
      ];
    case "oidc":
      return [
        ...decision.preset === void 0 === (decision.client === void 0) ? ["oidc access needs one of 'sso.preset' (an app whose login is known) and 'sso.client' (your own client)."] : [],
        ...portProblems(decision)
      ];
    case "excluded":
      return exclusionProblems(decision);
  }
}
function exclusionProblems(decision) {
  const problems = [];
  const reason = reasonProblem(decision.reason);
  if (reason) problems.push(`excluded, but ${reason}: write why, e.g. 'sso.reason=the TV app cannot open a browser'.`);
  if (decision.until !== void 0 && !isDate(decision.until)) {
    problems.push(`'until' is '${decision.until}': write the last day as YYYY-MM-DD.`);
  }
  if (decision.paths?.length === 0) problems.push("'paths' is empty: leave it away to open the whole host.");
  for (const path of decision.paths ?? []) {
    if (!/^\/[^`\s,]*$/.test(path)) problems.push(`open path is '${path}': write a path prefix such as '/api/'.`);
    else if (path === "/")
      problems.push("open path is '/', the whole host: leave 'paths' away and say so in the reason.");
  }
  if (decision.sources?.length === 0) problems.push("'sources' is empty: leave it away to open it for everybody.");
  for (const source of decision.sources ?? []) {
    if (!isAddressRange(source))
      problems.push(`source is '${source}': write an address range such as '192.168.1.0/24'.`);
    else if (isEverybody(source))
      problems.push(`source '${source}' is everybody: leave 'sources' away and say so in the reason.`);
  }
  return [...problems, ...portProblems(decision)];
}
function portProblems({ mode, reason, ports }) {
  if (ports === void 0) return [];
  if (ports.length === 0) return ["'ports' is empty: leave it away to publish none."];
  const problems = ports.filter((port) => portOf(port) === void 0).map((port) => `open port is '${port}': write the container's port with its protocol, e.g. '53/udp'.`);
  const problem = mode === "excluded" ? void 0 : reasonProblem(reason);
  if (problem) problems.push(`ports are published past the login, but ${problem}: write why in 'sso.reason'.`);
  return problems;
}
function portOf(text2) {
  const match = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(text2);
  const port = Number(match?.[1]);
  return match && port > 0 && port < 65536 ? `${port}/${match[2] ?? "tcp"}` : void 0;
}
function isItem(item) {
  return item !== "" && item === item.trim() && !item.includes(",");
}
function isDate(text2) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text2)) return false;
  const date = /* @__PURE__ */ new Date(`${text2}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text2);
}

// components/routing/error.ts
var RoutingError = class extends Error {
  name = "RoutingError";
};

// components/routing/access.ts
var ACCESS_MODES = ["domain", "application", "oidc", "excluded", "gate"];
var GATE_LABEL = "sso.gate";
var FIELDS = {
  domain: ["reason", "ports"],
  application: ["groups", "reason", "ports"],
  oidc: ["preset", "client", "reason", "ports"],
  excluded: ["reason", "owner", "until", "paths", "sources", "ports"],
  gate: ["outpost-router"]
};
function parseAccess(labels) {
  const fields = /* @__PURE__ */ new Map();
  const errors = [];
  for (const [key, value] of Object.entries(labels)) {
    if (!key.toLowerCase().startsWith("sso.")) continue;
    if (key !== key.toLowerCase()) errors.push(`label '${key}' is not read; write '${key.toLowerCase()}'.`);
    else fields.set(key.slice("sso.".length), value);
  }
  const mode = fields.get("access");
  if (!isMode(mode)) {
    errors.push(
      `${mode === void 0 ? "there is no label 'sso.access'" : `label 'sso.access' is '${mode}'`}; allowed are ${ACCESS_MODES.join(", ")}. Write 'sso.access=domain' to put the service behind the login.`
    );
    return { decision: void 0, errors };
  }
  for (const field of fields.keys()) {
    if (field === "access" || `sso.${field}` === GATE_LABEL || FIELDS[mode].includes(field)) continue;
    const allowed = FIELDS[mode].map((name) => `sso.${name}`).join(", ") || "no further label";
    errors.push(`label 'sso.${field}' has no effect with 'sso.access=${mode}'; allowed there: ${allowed}. Remove it.`);
  }
  const decision = decisionOf(mode, fields);
  errors.push(...decisionProblems(decision));
  return errors.length === 0 ? { decision, errors: [] } : { decision: void 0, errors };
}
function decisionOf(mode, fields) {
  const text2 = (...names2) => Object.fromEntries(names2.flatMap((name) => fields.has(name) ? [[name, fields.get(name)]] : []));
  const items = (name) => (fields.get(name) ?? "").split(",").map((item) => item.trim());
  const list2 = (name) => fields.has(name) ? items(name) : void 0;
  const [paths, sources, ports] = [list2("paths"), list2("sources"), list2("ports")];
  switch (mode) {
    case "gate":
      return { mode };
    case "domain":
      return { mode, ...text2("reason"), ...ports && { ports } };
    case "application":
      return { mode, groups: items("groups"), ...text2("reason"), ...ports && { ports } };
    case "oidc":
      return { mode, ...text2("preset", "client", "reason"), ...ports && { ports } };
    case "excluded":
      return {
        mode,
        reason: fields.get("reason") ?? "",
        ...text2("owner", "until"),
        ...paths && { paths },
        ...sources && { sources },
        ...ports && { ports }
      };
  }
}
function isMode(mode) {
  return ACCESS_MODES.some((known2) => known2 === mode);
}

// components/routing/labels/tree.ts
function keyOf(node) {
  const { parent, name } = node;
  if (!parent) return "";
  const above = keyOf(parent);
  return above === "" || name.startsWith("[") ? `${above}${name}` : `${above}.${name}`;
}
var DroppedError = class extends Error {
  name = "DroppedError";
};
function fold(text2) {
  const lower = text2.toLowerCase();
  return lower.includes("\u017F") ? lower.replaceAll("\u017F", "s") : lower;
}
function buildTree(labels) {
  if (labels.length === 0) return void 0;
  const root = { name: "traefik", folded: "traefik", parent: void 0, value: "", children: [] };
  for (const label of labels) {
    if (PLAIN.test(label.key)) insertPlain(root, label);
    else insert(root, splitKey(label.key), label.value);
  }
  return root;
}
var PLAIN = /^traefik(\.[a-z0-9_@-]+)+$/;
function insertPlain(root, { key, value }) {
  let node = root;
  let from = "traefik.".length;
  while (from <= key.length) {
    const dot = key.indexOf(".", from);
    const to = dot < 0 ? key.length : dot;
    const isAt = ({ folded }) => folded.length === to - from && key.startsWith(folded, from);
    let child = node.children.find(isAt);
    if (!child) {
      const name = key.slice(from, to);
      child = { name, folded: name, parent: node, value: "", children: [] };
      node.children.push(child);
    }
    node = child;
    from = to + 1;
  }
  node.value = value;
}
function splitKey(key) {
  const parts = key.split(".");
  if (parts[0] !== "traefik") {
    throw new DroppedError(`label '${key}' begins with '${parts[0]}', which has to be 'traefik' in lower case`);
  }
  parts.shift();
  if (!key.includes("[") && !key.includes("]") && !parts.includes("")) return parts;
  return parts.flatMap((part) => {
    if (part === "") throw new DroppedError(`label '${key}' has an empty part`);
    if (part.startsWith("[")) throw new DroppedError(`label '${key}' has a part that begins with a bracket`);
    const bracket = part.indexOf("[");
    if (!part.endsWith("]")) return [part];
    if (bracket < 0) throw new DroppedError(`label '${key}' has a bracket that is not opened`);
    return [part.slice(0, bracket), part.slice(bracket)];
  });
}
function insert(root, path, value) {
  let node = root;
  for (const name of path) {
    const folded = fold(name);
    let child = node.children.find((other) => other.folded === folded);
    if (child === void 0) {
      child = { name, folded, parent: node, value: "", children: [] };
      node.children.push(child);
    }
    node = child;
  }
  node.value = value;
}

// components/routing/labels/decode.ts
function decode(schema, root, oddities) {
  return readStruct(schema, root, oddities);
}
function readStruct(schema, node, oddities) {
  const found3 = {};
  for (const child of node.children) {
    const name = child.folded;
    const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : void 0;
    if (field === void 0) throw new DroppedError(`Traefik knows no field '${keyOf(child)}'`);
    const value = readField(field, child, oddities);
    if (value !== void 0) found3[name] = value;
  }
  return found3;
}
function readField(field, node, oddities) {
  if (typeof field === "object") {
    if (field.kind === "list") return readList(field, node, oddities);
    const empty = node.children.length === 0;
    if (field.kind === "map") return readMap(field, node, oddities);
    if (!field.allowEmpty) {
      if (empty) throw standsAlone(node);
    } else if (node.value !== "" && node.value.toLowerCase() !== "true") {
      if (!empty || node.value.toLowerCase() !== "false") oddities.push(oddity("switched-off", node));
      return false;
    }
    return readStruct(field, node, oddities);
  }
  if (field === "ignored") {
    oddities.push(oddity("no-effect", node));
    return void 0;
  }
  if (field === "any") return node.value;
  if (field === "strings") return readStrings(node, oddities);
  if (node.children.length > 0) throw hasNoFields(node);
  return readScalar(field, node);
}
function readMap(field, node, oddities) {
  if (node.children.length === 0) throw standsAlone(node);
  const found3 = /* @__PURE__ */ new Map();
  for (const child of node.children) {
    if (field.of === "string") for (const [name, value] of flattened(child.name, child)) found3.set(name, value);
    else if (typeof field.of === "object" && field.of.kind === "struct")
      found3.set(child.name, readStruct(field.of, child, oddities));
    else {
      const value = readField(field.of, child, oddities);
      if (value !== void 0) found3.set(child.name, value);
    }
  }
  return found3;
}
function flattened(name, node) {
  if (node.children.length === 0) return [[name, node.value]];
  return node.children.flatMap((child) => flattened(`${name}.${child.name}`, child));
}
function readList(field, node, oddities) {
  if (!field.asStruct) return node.children.map((child) => readStruct(field.of, child, oddities));
  if (node.children.length === 0) throw standsAlone(node);
  return [readStruct(field.of, node, oddities)];
}
function readStrings(node, oddities) {
  for (const child of node.children) {
    if (child.children.length > 0) throw hasNoFields(child);
    oddities.push(oddity("indexed-list", child));
  }
  if (node.value === "") {
    if (node.children.length === 0) oddities.push(oddity("empty-list", node));
    return void 0;
  }
  const items = node.value.split(",").map((item) => item.trim());
  if (items.includes("")) oddities.push(oddity("list-with-gaps", node));
  return items;
}
function oddity(kind, node) {
  return { kind, key: keyOf(node), value: node.value };
}
function standsAlone(node) {
  return new DroppedError(`'${keyOf(node)}' cannot stand alone`);
}
function hasNoFields(node) {
  return new DroppedError(`'${keyOf(node)}' has no fields below it`);
}
var BOOLEANS = Object.fromEntries([
  ...["1", "t", "T", "TRUE", "true", "True"].map((text2) => [text2, true]),
  ...["0", "f", "F", "FALSE", "false", "False"].map((text2) => [text2, false])
]);
var DURATION = /^([+-]?\d+|[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*)$/;
function readScalar(type, node) {
  const { value } = node;
  const wrong = (what) => new DroppedError(`'${keyOf(node)}' is '${value}', which is ${what}`);
  switch (type) {
    case "string":
      return value;
    case "bool": {
      const parsed3 = Object.hasOwn(BOOLEANS, value) ? BOOLEANS[value] : void 0;
      if (parsed3 === void 0) throw wrong("neither true nor false");
      return parsed3;
    }
    case "int":
      if (!/^[+-]?\d+$/.test(value) || !fitsInt64(value)) throw wrong("no whole number");
      return Number(value);
    case "duration":
      if (!DURATION.test(value)) throw wrong("no duration such as '10s'");
      return value;
  }
}
function fitsInt64(value) {
  return BigInt.asIntN(64, BigInt(value.replace(/^\+/, ""))) === BigInt(value.replace(/^\+/, ""));
}

// components/routing/labels/schema.ts
var struct = (fields) => ({ kind: "struct", allowEmpty: false, fields });
var optional = (fields) => ({ kind: "struct", allowEmpty: true, fields });
var map = (of) => ({ kind: "map", of });
var list = (fields) => ({
  kind: "list",
  of: struct(fields),
  asStruct: false
});
var single = (fields) => ({
  kind: "list",
  of: struct(fields),
  asStruct: true
});
function all(type, names2) {
  return Object.fromEntries(names2.split(" ").map((name) => [name, type]));
}
var DOMAINS = list({ main: "string", sans: "strings" });
var COOKIE = optional({
  ...all("string", "name samesite path domain"),
  ...all("bool", "secure httponly"),
  maxage: "int",
  expires: "ignored"
});
var CLIENT_TLS = struct({ ...all("string", "ca cert key"), ...all("bool", "insecureskipverify caoptional") });
var IP_STRATEGY = { depth: "int", excludedips: "strings", ipv6subnet: "int" };
var SOURCE_CRITERION = struct({ ipstrategy: struct(IP_STRATEGY), requestheadername: "string", requesthost: "bool" });
var DISTINGUISHED_NAME = struct(
  all("bool", "country province locality organization organizationalunit commonname serialnumber domaincomponent")
);
var ROUTER = struct({
  entrypoints: "strings",
  middlewares: "strings",
  service: "string",
  rule: "string",
  parentrefs: "ignored",
  rulesyntax: "string",
  priority: "int",
  tls: optional({ options: "string", certresolver: "string", domains: DOMAINS, resolvedoptions: "ignored" }),
  observability: struct({
    ...all("bool", "accesslogs metrics tracing"),
    traceverbosity: "string",
    metadata: "ignored"
  }),
  defaultrule: "ignored",
  deniedencodedpathcharacters: "ignored"
});
var SERVICE = struct({
  middlewares: "strings",
  ...all("ignored", "highestrandomweight weighted mirroring failover"),
  loadbalancer: struct({
    sticky: optional({ cookie: COOKIE }),
    server: single({
      url: "string",
      weight: "int",
      preservepath: "bool",
      scheme: "string",
      port: "string",
      fenced: "ignored"
    }),
    strategy: "string",
    healthcheck: struct({
      ...all("string", "scheme mode path method hostname"),
      ...all("int", "status port"),
      ...all("duration", "interval unhealthyinterval timeout"),
      followredirects: "bool",
      headers: map("string")
    }),
    passivehealthcheck: struct({ failurewindow: "duration", maxfailedattempts: "int" }),
    passhostheader: "bool",
    responseforwarding: struct({ flushinterval: "duration" }),
    serverstransport: "string",
    nginxupstreamhashby: "ignored"
  })
});
var MIDDLEWARE_TYPES = {
  addprefix: struct({ prefix: "string" }),
  stripprefix: struct({ prefixes: "strings", forceslash: "bool" }),
  stripprefixregex: struct({ regex: "strings" }),
  replacepath: struct({ path: "string" }),
  replacepathregex: struct({ regex: "string", replacement: "string" }),
  chain: struct({ middlewares: "strings" }),
  ipwhitelist: struct({ sourcerange: "strings", ipstrategy: optional(IP_STRATEGY) }),
  ipallowlist: struct({ sourcerange: "strings", ipstrategy: optional(IP_STRATEGY), rejectstatuscode: "int" }),
  headers: struct({
    ...all(map("string"), "customrequestheaders customresponseheaders sslproxyheaders"),
    ...all(
      "bool",
      "accesscontrolallowcredentials addvaryheader stsincludesubdomains stspreload forcestsheader framedeny"
    ),
    ...all("bool", "contenttypenosniff browserxssfilter isdevelopment sslredirect ssltemporaryredirect sslforcehost"),
    ...all("strings", "accesscontrolallowheaders accesscontrolallowmethods accesscontrolalloworiginlist"),
    ...all("strings", "accesscontrolalloworiginlistregex accesscontrolexposeheaders allowedhosts hostsproxyheaders"),
    ...all("int", "accesscontrolmaxage stsseconds"),
    ...all(
      "string",
      "customframeoptionsvalue custombrowserxssvalue contentsecuritypolicy contentsecuritypolicyreportonly"
    ),
    ...all("string", "publickey referrerpolicy permissionspolicy featurepolicy sslhost")
  }),
  encodedcharacters: struct(
    all(
      "bool",
      "allowencodedslash allowencodedbackslash allowencodednullcharacter allowencodedsemicolon allowencodedpercent allowencodedquestionmark allowencodedhash"
    )
  ),
  errors: struct({
    ...all("strings", "status errorrequestheaders"),
    statusrewrites: map("int"),
    ...all("string", "service query"),
    nginxheaders: "ignored"
  }),
  ratelimit: struct({
    ...all("int", "average burst"),
    period: "duration",
    sourcecriterion: SOURCE_CRITERION,
    redis: struct({
      endpoints: "strings",
      tls: CLIENT_TLS,
      ...all("string", "username password"),
      ...all("int", "db poolsize minidleconns maxactiveconns"),
      ...all("duration", "readtimeout writetimeout dialtimeout")
    })
  }),
  redirectregex: struct({ regex: "string", replacement: "string", permanent: "bool", statuscode: "ignored" }),
  redirectscheme: struct({ scheme: "string", port: "string", permanent: "bool", forcepermanentredirect: "ignored" }),
  basicauth: struct({ users: "strings", ...all("string", "usersfile realm headerfield"), removeheader: "bool" }),
  digestauth: struct({ users: "strings", ...all("string", "usersfile realm headerfield"), removeheader: "bool" }),
  forwardauth: struct({
    ...all("string", "address authresponseheadersregex headerfield authsigninurl"),
    tls: CLIENT_TLS,
    ...all("bool", "trustforwardheader forwardbody preservelocationheader preserverequestmethod"),
    ...all("strings", "authresponseheaders authrequestheaders addauthcookiestoresponse"),
    ...all("int", "maxresponsebodysize maxbodysize")
  }),
  inflightreq: struct({ amount: "int", sourcecriterion: SOURCE_CRITERION }),
  buffering: struct({
    ...all("int", "maxrequestbodybytes memrequestbodybytes maxresponsebodybytes memresponsebodybytes"),
    retryexpression: "string",
    ...all("ignored", "disablerequestbuffer disableresponsebuffer")
  }),
  circuitbreaker: struct({
    expression: "string",
    ...all("duration", "checkperiod fallbackduration recoveryduration"),
    responsecode: "int"
  }),
  compress: optional({
    ...all("strings", "excludedcontenttypes includedcontenttypes encodings"),
    minresponsebodybytes: "int",
    defaultencoding: "string"
  }),
  passtlsclientcert: struct({
    pem: "bool",
    info: struct({
      ...all("bool", "notafter notbefore sans serialnumber"),
      subject: DISTINGUISHED_NAME,
      issuer: DISTINGUISHED_NAME
    })
  }),
  retry: struct({
    ...all("int", "attempts maxrequestbodybytes"),
    ...all("duration", "timeout initialinterval"),
    status: "strings",
    ...all("bool", "disableretryonnetworkerror retrynonidempotentmethod")
  }),
  contenttype: optional({ autodetect: "bool" }),
  grpcweb: struct({ alloworigins: "strings" }),
  plugin: map("any"),
  ...all("ignored", "requestheadermodifier responseheadermodifier requestredirect urlrewrite"),
  ...all("ignored", "authtlspasscertificatetoupstream snippet rewritetarget upstreamvhost approot")
};
var PROVIDER_SCHEMA = struct({
  enable: "bool",
  docker: struct({ network: "string", lbswarm: "bool", allownonrunning: "bool" }),
  swarm: struct({ network: "string", lbswarm: "bool" })
});
var DYNAMIC_SCHEMA = struct({
  http: struct({
    routers: map(ROUTER),
    services: map(SERVICE),
    middlewares: map(struct(MIDDLEWARE_TYPES)),
    serverstransports: "ignored",
    models: "any"
  }),
  tcp: struct({
    routers: map(
      struct({
        ...all("strings", "entrypoints middlewares"),
        ...all("string", "service rule rulesyntax"),
        priority: "int",
        tls: optional({ passthrough: "bool", options: "string", certresolver: "string", domains: DOMAINS })
      })
    ),
    services: map(
      struct({
        loadbalancer: struct({
          server: single({ address: "ignored", port: "string", tls: "bool" }),
          serverstransport: "string",
          proxyprotocol: optional({ version: "int" }),
          terminationdelay: "int",
          healthcheck: optional({
            port: "int",
            send: "string",
            expect: "string",
            ...all("duration", "interval unhealthyinterval timeout")
          })
        }),
        weighted: "ignored"
      })
    ),
    middlewares: map(
      struct({
        inflightconn: struct({ amount: "int" }),
        ipwhitelist: struct({ sourcerange: "strings" }),
        ipallowlist: struct({ sourcerange: "strings" })
      })
    ),
    ...all("ignored", "models serverstransports")
  }),
  udp: struct({
    routers: map(struct({ entrypoints: "strings", service: "string" })),
    services: map(
      struct({ loadbalancer: struct({ server: single({ address: "ignored", port: "string" }) }), weighted: "ignored" })
    )
  }),
  tls: struct({
    stores: map(
      struct({
        defaultcertificate: "ignored",
        defaultgeneratedcert: struct({ resolver: "string", domain: struct({ main: "string", sans: "strings" }) })
      })
    ),
    options: "any",
    certificates: "any"
  })
});

// components/routing/labels/parse.ts
var NONE = /* @__PURE__ */ new Map();
var EMPTY_STREAMS = { streamRouters: NONE, streamServices: [] };
var EMPTY = { routers: NONE, services: NONE, middlewares: NONE, ...EMPTY_STREAMS };
function parseSortedLabels(labels) {
  const { all: all2, forProvider, dynamic, tlsStores } = sort(labels);
  const problems = keyProblems(all2);
  const oddities = [];
  const drop = (error) => {
    if (!(error instanceof DroppedError)) throw error;
    problems.push({
      kind: "dropped",
      key: "traefik",
      message: `${error.message}. Traefik drops every label of this container; correct it.`
    });
    return error.message;
  };
  let enable;
  let docker = {};
  try {
    const tree = buildTree(forProvider);
    const provider3 = tree ? decode(PROVIDER_SCHEMA, tree, oddities) : {};
    enable = provider3.enable === void 0 ? void 0 : provider3.enable === true;
    docker = record(provider3.docker);
  } catch (error) {
    return { enable, network: void 0, allowNonRunning: false, dropped: drop(error), ...EMPTY, tlsStores, problems };
  }
  const provider2 = {
    enable,
    network: typeof docker.network === "string" ? docker.network : void 0,
    allowNonRunning: docker.allownonrunning === true
  };
  try {
    const tree = buildTree(dynamic);
    const root = tree ? decode(DYNAMIC_SCHEMA, tree, oddities) : {};
    const http = record(root.http);
    const services = mapValues(http.services, toService);
    for (const [name, service] of entriesOf(http.services)) {
      const port = serverOf(record(service)).port;
      if (typeof port === "string" && !/^\d+$/.test(port)) {
        problems.push({
          kind: "port",
          key: `http.services.${name}`,
          message: `port of service '${name}' is '${port}'; write a number.`
        });
      }
    }
    for (const oddity2 of oddities) problems.push(toProblem(oddity2));
    const { streamRouters: streamRouters2, streamServices } = streamsOf(root);
    const { network, allowNonRunning } = provider2;
    const routers2 = mapValues(http.routers, toRouter);
    const middlewares = mapValues(http.middlewares, toMiddleware);
    return {
      enable,
      network,
      allowNonRunning,
      dropped: void 0,
      routers: routers2,
      services,
      middlewares,
      streamRouters: streamRouters2,
      streamServices,
      tlsStores,
      problems
    };
  } catch (error) {
    return {
      ...provider2,
      dropped: drop(error),
      ...EMPTY,
      tlsStores,
      problems: [...problems, ...oddities.map(toProblem)]
    };
  }
}
function sort(labels) {
  const all2 = [];
  const forProvider = [];
  const dynamic = [];
  const tlsStores = [];
  const at = "traefik.".length;
  for (const { key, value } of labels) {
    const folded = fold(key);
    if (!folded.startsWith("traefik.")) continue;
    const label = { key, folded, value };
    all2.push(label);
    if (["http", "tcp", "udp", "tls.stores.default"].some((root) => folded.startsWith(root, at))) dynamic.push(label);
    else if (folded.startsWith("docker.", at) || folded.startsWith("enable", at)) forProvider.push(label);
    if (folded.startsWith("tls.", at)) tlsStores.push(key);
  }
  return { all: all2, forProvider, dynamic, tlsStores };
}
function keyProblems(labels) {
  const problems = [];
  const seen = /* @__PURE__ */ new Map();
  const lower = labels.every(({ key, folded }) => key === folded);
  for (const { key, folded } of labels) {
    const other = lower ? void 0 : seen.get(folded);
    if (other !== void 0) {
      problems.push({
        kind: "collision",
        key,
        message: `labels '${other}' and '${key}' are one to Traefik, which lets the later spelling win. Keep one, in lower case.`
      });
    }
    if (!lower) seen.set(folded, key);
    if (/[^\x20-\x7e]/.test(key)) {
      problems.push({
        kind: "foreign-characters",
        key,
        message: `label '${key}' has characters outside ASCII, some of which Traefik folds into others. Write it in ASCII.`
      });
    }
  }
  return problems;
}
function toProblem({ kind, key, value }) {
  const label = `traefik.${key}`;
  const text2 = {
    "indexed-list": `'${label}' is ignored by Traefik: a list of strings is one label. Write '${label.replace(/\[[^[]*$/, "")}=${value}'.`,
    "empty-list": `'${label}' is empty, which is the same as not written. Give a value or remove it.`,
    "list-with-gaps": `'${label}=${value}' has an empty item, which Traefik looks up as a name. Remove the comma.`,
    "no-effect": `'${label}' has no effect in labels. Remove it.`,
    "switched-off": `'${label}=${value}' switches it off, and everything below it; only 'true' switches it on.`
  };
  return { kind, key: label, message: text2[kind] };
}
function toRouter(router2) {
  const { rule, entrypoints, middlewares, service, priority, tls, rulesyntax, observability } = router2;
  const parsed3 = {};
  if (typeof rule === "string" && rule !== "") parsed3.rule = rule;
  if (Array.isArray(entrypoints)) parsed3.entryPoints = strings(entrypoints);
  if (Array.isArray(middlewares)) parsed3.middlewares = strings(middlewares);
  if (typeof service === "string" && service !== "") parsed3.service = service;
  if (typeof priority === "number" && priority !== 0) parsed3.priority = priority;
  if (tls !== void 0) parsed3.tls = toTls(tls);
  if (typeof rulesyntax === "string" && rulesyntax !== "") parsed3.ruleSyntax = rulesyntax;
  if (observability !== void 0) parsed3.observability = booleans(observability);
  return parsed3;
}
function toTls(tls) {
  if (tls === false) return false;
  const { certresolver, options, domains } = record(tls);
  if (certresolver === void 0 && options === void 0 && domains === void 0) return true;
  return {
    ...typeof certresolver === "string" && { certResolver: certresolver },
    ...Array.isArray(domains) && {
      domains: domains.map((domain) => {
        const { main, sans } = record(domain);
        return { main: typeof main === "string" ? main : "", ...Array.isArray(sans) && { sans: strings(sans) } };
      })
    },
    ...typeof options === "string" && { options }
  };
}
function serverOf(service) {
  const servers = record(service.loadbalancer).server;
  return record(Array.isArray(servers) ? servers[0] : void 0);
}
function toService(service) {
  const balancer = record(service.loadbalancer);
  const { port, scheme, url } = serverOf(service);
  return {
    ...typeof port === "string" && /^\d+$/.test(port) && { port: Number(port) },
    ...typeof scheme === "string" && scheme !== "" && { scheme },
    ...typeof url === "string" && url !== "" && { url },
    ...typeof balancer.serverstransport === "string" && { serversTransport: balancer.serverstransport },
    ...typeof balancer.passhostheader === "boolean" && { passHostHeader: balancer.passhostheader },
    ...Array.isArray(service.middlewares) && { middlewares: strings(service.middlewares) }
  };
}
function toMiddleware(middleware) {
  return Object.fromEntries(entriesOf(middleware).map(([type, options]) => [type, flatOptions(options)]));
}
function flatOptions(options) {
  const flat = {};
  for (const [option, value] of entriesOf(options)) {
    if (Array.isArray(value)) flat[option] = strings(value);
    else if (typeof value !== "object") flat[option] = value;
    else for (const [nested, inner] of Object.entries(flatOptions(value))) flat[`${option}.${nested}`] = inner;
  }
  return flat;
}
function streamsOf(root) {
  if (root.tcp === void 0 && root.udp === void 0) return EMPTY_STREAMS;
  return {
    streamRouters: new Map([...streamRouters("tcp", root.tcp), ...streamRouters("udp", root.udp)]),
    streamServices: ["tcp", "udp"].flatMap(
      (protocol) => entriesOf(record(root[protocol]).services).map(([name]) => `${protocol}:${name}`)
    )
  };
}
function streamRouters(protocol, part) {
  return entriesOf(record(part).routers).map(([name, value]) => {
    const { rule, entrypoints, service, tls } = record(value);
    return [
      `${protocol}:${name}`,
      {
        protocol,
        ...typeof rule === "string" && { rule },
        ...Array.isArray(entrypoints) && { entryPoints: strings(entrypoints) },
        ...typeof service === "string" && { service },
        tls: tls !== void 0 && tls !== false
      }
    ];
  });
}
function mapValues(part, convert) {
  const entries = entriesOf(part);
  if (entries.length === 0) return NONE;
  return new Map(entries.map(([name, value]) => [name, convert(record(value))]));
}
function record(value) {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Map) ? value : {};
}
function entriesOf(value) {
  if (value instanceof Map) return [...value];
  return value === void 0 ? [] : Object.entries(record(value));
}
function strings(values) {
  return values.map((value) => String(value));
}
function booleans(value) {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry) => typeof entry[1] === "boolean")
  );
}

// components/routing/references.ts
function qualified(reference, user) {
  return reference.includes("@") ? reference : `${reference}@${providerOf(user)}`;
}
function providerOf(name) {
  return name.split("@")[1] ?? "docker";
}
var PLAIN2 = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;
function defaultName(name, compose) {
  const text2 = compose ? compose.join("_") : name;
  if (PLAIN2.test(text2)) return text2;
  return text2.split(/[^\p{L}\p{N}]+/u).filter(Boolean).join("-");
}

// components/routing/view.ts
var GATE_COMPONENT = "authentik-sso:index:SsoGate";
var EXTERNAL_COMPONENT = "authentik-sso:index:ExternalService";
var AUTHENTIK_COMPONENT = "authentik-sso:index:Authentik";
var SOCKET_PROXY_COMPONENT = "authentik-sso:index:SocketProxy";
var MIDDLEWARE = "authentik@docker";
var STRIP_MIDDLEWARE = "strip-identity@docker";
function serverNameOf(prefix) {
  return `${prefix}-authentik-server`;
}
function authAddressOf(serverName) {
  return `http://${serverName}:9000/outpost.goauthentik.io/auth/traefik`;
}

// components/routing/container.ts
var cache = /* @__PURE__ */ new WeakMap();
function readContainer(view) {
  let found3 = cache.get(view);
  if (found3 === void 0) {
    found3 = read(view) ?? null;
    cache.set(view, found3);
  }
  return found3 ?? void 0;
}
function read(view) {
  if (!view.labels.known) return void 0;
  const labels = readLabels(view.labels.value);
  if (!labels) return void 0;
  return {
    view,
    ...labels,
    inGate: view.components.includes(GATE_COMPONENT),
    inExternalService: view.components.includes(EXTERNAL_COMPONENT),
    defaultName: defaultNameOf(view)
  };
}
var readLists = /* @__PURE__ */ new WeakMap();
function readLabels(list2) {
  let found3 = readLists.get(list2);
  if (found3 === void 0) {
    found3 = readList2(list2) ?? null;
    readLists.set(list2, found3);
  }
  return found3 ?? void 0;
}
function readList2(list2) {
  const judged = [];
  for (const { key, value } of list2) {
    if (!key.known) return void 0;
    if (!isJudged(key.value)) continue;
    if (!value.known) return void 0;
    judged.push({ key: key.value, value: value.value });
  }
  const repeated = [];
  const labels = [];
  const decisionLabels = {};
  sorted(judged).forEach((label, index) => {
    const next = judged[index + 1];
    if (next?.key === label.key) {
      if (next.value !== label.value) repeated.push(label.key);
    } else if (isOwn(label.key)) decisionLabels[label.key] = label.value;
    else labels.push(label);
  });
  return {
    decisionLabels,
    speaksToTraefik: labels.length > 0,
    repeated,
    labels: parseSortedLabels(labels),
    access: parseAccess(decisionLabels)
  };
}
function sorted(labels) {
  const inOrder = labels.every(({ key }, index) => index === 0 || (labels[index - 1]?.key ?? "") <= key);
  return inOrder ? labels : labels.sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
function defaultNameOf(view) {
  const service = labelOf(view, "com.docker.compose.service");
  const project = labelOf(view, "com.docker.compose.project");
  if (service === void 0 || project === void 0) return void 0;
  if (service !== "" && project !== "") return defaultName("", [service, project]);
  return view.name.known ? defaultName(view.name.value, void 0) : void 0;
}
function labelOf(view, name) {
  if (!view.labels.known) return void 0;
  let found3 = "";
  for (const { key, value } of view.labels.value) {
    if (!key.known) return void 0;
    if (key.value === name) found3 = value.known ? value.value : void 0;
  }
  return found3;
}
var JUDGED = /^(traefik|sso)\./iu;
var OWN = /^sso\./iu;
function isOwn(key) {
  return key.startsWith("sso.") || OWN.test(key);
}
function isJudged(key) {
  return key.startsWith("traefik.") || key.startsWith("sso.") || JUDGED.test(key);
}
function describe(view) {
  const name = view.name.known ? view.name.value : void 0;
  return name === void 0 || name === view.title ? `container '${view.title}'` : `container '${view.title}' (${name})`;
}
function decisionOf2(container) {
  return container.access.decision;
}
function isReference(item, reference, provider2) {
  return item !== void 0 && qualified(item, `@${provider2}`) === reference;
}
function isGated(router2, middleware, provider2) {
  return isReference(router2.middlewares?.[0], middleware, provider2);
}

// components/routing/invariant.ts
var ISO = (reference) => ({ name: "ISO/IEC 27001", version: "2022", reference });
var SOC = (reference) => ({ name: "SOC 2", version: "2017", reference });
var NIS = (reference) => ({ name: "NIS2", version: "2022/2555", reference });
var FRAMEWORKS = {
  /** Access is restricted and authenticated. */
  authentication: [ISO("A.8.5"), SOC("CC6.1"), NIS("Article 21(2)(j)")],
  /** Access follows a decision that somebody made. */
  accessControl: [ISO("A.5.15"), SOC("CC6.1"), NIS("Article 21(2)(i)")],
  /** Networks and configurations leave no way round. */
  configuration: [ISO("A.8.9"), SOC("CC6.6"), NIS("Article 21(2)(e)")],
  /** What happened can be seen. */
  logging: [ISO("A.8.15"), SOC("CC7.2"), NIS("Article 21(2)(b)")]
};

// components/routing/perView.ts
function perView(compute) {
  let last;
  return (view) => {
    if (last?.view !== view) last = { view, value: compute(view) };
    return last.value;
  };
}

// components/routing/regexp/charSet.ts
var LAST_CODE_POINT = 1114111;
var ANY = [[0, LAST_CODE_POINT]];
var NOT_NEWLINE = negate([[10, 10]]);
function has(set, code) {
  return set.some(([low, high]) => low <= code && code <= high);
}
function normalise(ranges) {
  const joined = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else joined.push([low, high]);
  }
  return joined;
}
function negate(set) {
  const rest = [];
  let next = 0;
  for (const [low, high] of normalise(set)) {
    if (low > next) rest.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= LAST_CODE_POINT) rest.push([next, LAST_CODE_POINT]);
  return rest;
}
function foldCase(set) {
  const folded = [];
  for (const [low, high] of set) {
    folded.push([low, high]);
    for (const [from, to, shift] of [
      [65, 90, 32],
      [97, 122, -32]
    ]) {
      const first = Math.max(low, from);
      const last = Math.min(high, to);
      if (first <= last) folded.push([first + shift, last + shift]);
    }
    if (high > 127 && high !== LAST_CODE_POINT) return void 0;
  }
  if (has(folded, 107)) folded.push([8490, 8490]);
  if (has(folded, 115)) folded.push([383, 383]);
  return normalise(folded);
}
var DIGIT = [[48, 57]];
var SPACE = [
  [9, 10],
  [12, 13],
  [32, 32]
];
var WORD = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122]
];
var POSIX = {
  alnum: normalise([...DIGIT, [65, 90], [97, 122]]),
  alpha: [
    [65, 90],
    [97, 122]
  ],
  ascii: [[0, 127]],
  blank: [
    [9, 9],
    [32, 32]
  ],
  cntrl: [
    [0, 31],
    [127, 127]
  ],
  digit: DIGIT,
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126]
  ],
  space: [
    [9, 13],
    [32, 32]
  ],
  upper: [[65, 90]],
  word: WORD,
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102]
  ]
};

// components/routing/regexp/parse.ts
var InvalidRegexp = class extends Error {
  name = "InvalidRegexp";
};
var UnsupportedRegexp = class extends Error {
  name = "UnsupportedRegexp";
};
var MAX_REPEAT = 1e3;
function parseRegexp(source) {
  const parser = new Parser(source);
  const expression = parser.choice({ ignoreCase: false, dotAll: false });
  if (!parser.atEnd()) throw new InvalidRegexp(`unexpected ')' in '${source}'`);
  return expression;
}
var Parser = class {
  constructor(source) {
    this.source = source;
  }
  source;
  position = 0;
  atEnd() {
    return this.position >= this.source.length;
  }
  choice(flags) {
    const parts = [];
    let current = flags;
    for (; ; ) {
      const [part, after] = this.sequence(current);
      parts.push(part);
      current = after;
      if (!this.take("|")) break;
    }
    return parts.length === 1 ? parts[0] : { kind: "choice", parts };
  }
  sequence(flags) {
    const parts = [];
    let current = flags;
    while (!this.atEnd() && !this.peek("|") && !this.peek(")")) {
      const inline = this.inlineFlags(current);
      if (inline) {
        current = inline;
        continue;
      }
      if (this.take("\\Q")) {
        parts.push(...this.quoted(current));
        continue;
      }
      parts.push(this.repeated(this.atom(current)));
    }
    return [parts.length === 1 ? parts[0] : { kind: "sequence", parts }, current];
  }
  /** `(?i)`: flags for the rest of the group. */
  inlineFlags(flags) {
    const match = /^\(\?([a-zA-Z-]*)\)/.exec(this.rest());
    if (!match) return void 0;
    this.position += match[0].length;
    return this.withFlags(flags, match[1] ?? "");
  }
  withFlags(flags, letters) {
    if (!/^[imsU]*(-[imsU]+)?$/.test(letters) || letters === "") {
      throw new InvalidRegexp(`'(?${letters}' in '${this.source}' is no group that Go knows`);
    }
    const [on = "", off = ""] = letters.split("-");
    if (on.includes("m")) throw new UnsupportedRegexp(`multi-line mode in '${this.source}'`);
    return {
      ignoreCase: (flags.ignoreCase || on.includes("i")) && !off.includes("i"),
      dotAll: (flags.dotAll || on.includes("s")) && !off.includes("s")
    };
  }
  quoted(flags) {
    const end = this.source.indexOf("\\E", this.position);
    const text2 = this.source.slice(this.position, end < 0 ? void 0 : end);
    this.position = end < 0 ? this.source.length : end + 2;
    const parts = [...text2].map((character) => this.chars(codeOf(character), flags));
    const last = parts.pop();
    return last ? [...parts, this.repeated(last)] : [];
  }
  repeated(part) {
    let repeated = part;
    for (let times = 0; ; times++) {
      const range = this.quantifier();
      if (!range) return repeated;
      if (times > 0) throw new InvalidRegexp(`invalid nested repetition operator in '${this.source}'`);
      repeated = { kind: "repeat", part: repeated, min: range[0], max: range[1] };
      this.take("?");
    }
  }
  quantifier() {
    if (this.take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.take("?")) return [0, 1];
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.rest());
    if (!match) return void 0;
    this.position += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === void 0 ? min : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (min > MAX_REPEAT || Number.isFinite(max) && (max > MAX_REPEAT || max < min)) {
      throw new InvalidRegexp(`invalid repeat count '${match[0]}' in '${this.source}'`);
    }
    return [min, max];
  }
  atom(flags) {
    if (this.peek("*") || this.peek("+") || this.peek("?") || /^\{\d+(,\d*)?\}/.test(this.rest())) {
      throw new InvalidRegexp(`missing argument to repetition operator in '${this.source}'`);
    }
    if (this.take("(")) return this.group(flags);
    if (this.take("[")) return this.characterClass(flags);
    if (this.take(".")) return { kind: "chars", set: flags.dotAll ? ANY : NOT_NEWLINE };
    if (this.take("^")) return { kind: "begin" };
    if (this.take("$")) return { kind: "end" };
    if (this.take("\\")) return this.escape(flags);
    return this.chars(this.next(), flags);
  }
  group(flags) {
    let inner = flags;
    const named = /^\?P?<([A-Za-z0-9_]+)>/.exec(this.rest());
    const flagged = /^\?([a-zA-Z-]*):/.exec(this.rest());
    if (named) this.position += named[0].length;
    else if (flagged) {
      this.position += flagged[0].length;
      if (flagged[1]) inner = this.withFlags(flags, flagged[1]);
    } else if (this.peek("?"))
      throw new InvalidRegexp(`'(${this.rest().slice(0, 3)}' in '${this.source}' is no group that Go knows`);
    const expression = this.choice(inner);
    if (!this.take(")")) throw new InvalidRegexp(`missing ')' in '${this.source}'`);
    return expression;
  }
  escape(flags) {
    if (this.atEnd()) throw new InvalidRegexp(`trailing backslash in '${this.source}'`);
    if (this.take("A")) return { kind: "begin" };
    if (this.take("z")) return { kind: "end" };
    if (this.take("b")) return { kind: "boundary" };
    if (this.take("B")) return { kind: "no-boundary" };
    const set = this.escapedSet();
    return set ? { kind: "chars", set } : this.chars(this.escapedCode(), flags);
  }
  escapedSet() {
    if (this.take("d")) return DIGIT;
    if (this.take("D")) return negate(DIGIT);
    if (this.take("s")) return SPACE;
    if (this.take("S")) return negate(SPACE);
    if (this.take("w")) return WORD;
    if (this.take("W")) return negate(WORD);
    if (this.peek("p") || this.peek("P")) throw new UnsupportedRegexp(`Unicode class in '${this.source}'`);
    return void 0;
  }
  escapedCode() {
    const hex = /^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(this.rest());
    if (hex) {
      this.position += hex[0].length;
      return Number.parseInt(hex[1] ?? hex[2] ?? "", 16);
    }
    if (/^\d/.test(this.rest())) {
      if (/^([89]|[1-7](?![0-7]))/.test(this.rest())) throw new InvalidRegexp(`back-reference in '${this.source}'`);
      throw new UnsupportedRegexp(`octal escape in '${this.source}'`);
    }
    const code = this.next();
    const control = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }[String.fromCodePoint(code)];
    if (control !== void 0) return control;
    if (code >= 128 || /[A-Za-z]/.test(String.fromCodePoint(code))) {
      throw new InvalidRegexp(`'\\${String.fromCodePoint(code)}' in '${this.source}' is no escape that Go knows`);
    }
    return code;
  }
  characterClass(flags) {
    const negated = this.take("^");
    const ranges = [];
    for (let first = true; first || !this.peek("]"); first = false) {
      if (this.atEnd()) throw new InvalidRegexp(`missing ']' in '${this.source}'`);
      const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.rest());
      if (posix) {
        const set3 = POSIX[posix[2] ?? ""];
        if (!set3) throw new InvalidRegexp(`'${posix[0]}' in '${this.source}' is no class that Go knows`);
        this.position += posix[0].length;
        ranges.push(...posix[1] ? negate(set3) : set3);
        continue;
      }
      const set2 = this.classEscape();
      if (set2) {
        ranges.push(...set2);
        continue;
      }
      ranges.push(this.classRange());
    }
    this.position++;
    const set = this.folded(normalise(ranges), flags);
    return { kind: "chars", set: negated ? negate(set) : set };
  }
  classEscape() {
    if (!/^\\[dDsSwWpP]/.test(this.rest())) return void 0;
    this.position++;
    return this.escapedSet();
  }
  classRange() {
    const low = this.classCharacter();
    if (!this.peek("-") || /^-(\]|$)/.test(this.rest())) return [low, low];
    this.position++;
    const high = this.classCharacter();
    if (high < low) throw new InvalidRegexp(`invalid character class range in '${this.source}'`);
    return [low, high];
  }
  classCharacter() {
    if (this.atEnd()) throw new InvalidRegexp(`missing ']' in '${this.source}'`);
    return this.take("\\") ? this.escapedCode() : this.next();
  }
  chars(code, flags) {
    return { kind: "chars", set: this.folded([[code, code]], flags) };
  }
  folded(set, flags) {
    const folded = flags.ignoreCase ? foldCase(set) : set;
    if (!folded) throw new UnsupportedRegexp(`letters outside ASCII without regard to case in '${this.source}'`);
    return folded;
  }
  rest() {
    return this.source.slice(this.position);
  }
  peek(text2) {
    return this.source.startsWith(text2, this.position);
  }
  take(text2) {
    if (!this.peek(text2)) return false;
    this.position += text2.length;
    return true;
  }
  next() {
    if (this.atEnd()) throw new InvalidRegexp(`'${this.source}' ends too early`);
    const code = this.source.codePointAt(this.position) ?? 0;
    this.position += code > 65535 ? 2 : 1;
    return code;
  }
};
function codeOf(character) {
  return character.codePointAt(0) ?? 0;
}

// components/routing/rule/ast.ts
var HTTP_MATCHERS = {
  ClientIP: [1],
  Method: [1],
  Host: [1],
  HostRegexp: [1],
  Path: [1],
  PathRegexp: [1],
  PathPrefix: [1],
  Header: [2],
  HeaderRegexp: [2],
  Query: [1, 2],
  QueryRegexp: [1, 2]
};
var TCP_MATCHERS = {
  ALPN: [1],
  ClientIP: [1],
  HostSNI: [1],
  HostSNIRegexp: [1]
};
function matchersOf(rule) {
  switch (rule.kind) {
    case "matcher":
      return [rule];
    case "not":
      return matchersOf(rule.rule);
    default:
      return [...matchersOf(rule.left), ...matchersOf(rule.right)];
  }
}

// components/routing/rule/hosts.ts
function literalHosts(rule) {
  switch (rule.kind) {
    case "matcher": {
      const host = (rule.args[0] ?? "").toLowerCase().replace(/\.$/, "");
      return rule.name === "Host" && !host.startsWith("*") ? [host] : void 0;
    }
    case "and": {
      const left = literalHosts(rule.left);
      const right = literalHosts(rule.right);
      return left && right ? left.filter((host) => right.includes(host)) : left ?? right;
    }
    case "or": {
      const left = literalHosts(rule.left);
      const right = literalHosts(rule.right);
      return left && right ? [.../* @__PURE__ */ new Set([...left, ...right])] : void 0;
    }
    case "not":
      return void 0;
  }
}
function isWithin(host, domains) {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

// components/routing/rule/matches.ts
var import_node_net2 = require("node:net");

// components/routing/regexp/automaton.ts
var MAX_SITUATIONS = 500;
var MAX_STATES = 2e4;
var Automaton = class _Automaton {
  constructor(source, expression) {
    this.source = source;
    const match = this.add({ kind: "match" });
    this.start = this.build(expression, match);
  }
  source;
  states = [];
  boundaries;
  first;
  situations = /* @__PURE__ */ new Map();
  start;
  /**
   * @throws {InvalidRegexp} when Go refuses `source`
   * @throws {UnsupportedRegexp} when Go takes it and this model does not
   */
  static of(source) {
    return new _Automaton(source, parseRegexp(source));
  }
  /** Whether the expression is found anywhere in `text`, as Go's `MatchString` does. */
  matches(text2) {
    const codes = [];
    for (let at = 0; at < text2.length; at += 1) {
      const code = text2.codePointAt(at) ?? 0;
      codes.push(code);
      if (code > 65535) at += 1;
    }
    return this.hasBoundaries() ? this.search(codes) : this.follow(codes);
  }
  /** Walks from situation to situation, each worked out once for all texts. */
  follow(codes) {
    this.first ??= this.situation(/* @__PURE__ */ new Set(), true);
    let situation = this.first;
    for (const code of codes) {
      if (situation.found) return true;
      let next = situation.next.get(code);
      if (!next) {
        const core = this.step(situation.closed, code);
        const key = [...core].sort((a, b) => a - b).join();
        next = this.situations.get(key) ?? this.situation(core, false);
        if (this.situations.size < MAX_SITUATIONS) {
          this.situations.set(key, next);
          situation.next.set(code, next);
        }
      }
      situation = next;
    }
    return situation.found || situation.foundAtEnd;
  }
  situation(core, begin) {
    const from = /* @__PURE__ */ new Set([...core, this.start]);
    const closed = this.closure(from, { begin, end: false, boundary: false });
    const atEnd = this.closure(from, { begin, end: true, boundary: false });
    return { closed, found: this.accepts(closed), foundAtEnd: this.accepts(atEnd), next: /* @__PURE__ */ new Map() };
  }
  search(codes) {
    let core = /* @__PURE__ */ new Set();
    for (let position = 0; position <= codes.length; position++) {
      const before = position > 0 && has(WORD, codes[position - 1] ?? -1);
      const after = position < codes.length && has(WORD, codes[position] ?? -1);
      const place = { begin: position === 0, end: position === codes.length, boundary: before !== after };
      const closed = this.closure(/* @__PURE__ */ new Set([...core, this.start]), place);
      if (this.accepts(closed)) return true;
      const code = codes[position];
      if (code !== void 0) core = this.step(closed, code);
    }
    return false;
  }
  /** Every set of characters that a step looks at. */
  sets() {
    return this.states.flatMap((state) => state.kind === "chars" ? [state.set] : []);
  }
  /** Whether a step looks at word boundaries, which need both neighbours. */
  hasBoundaries() {
    this.boundaries ??= this.states.some((state) => state.kind === "boundary" || state.kind === "no-boundary");
    return this.boundaries;
  }
  accepts(closed) {
    for (const index of closed) if (this.states[index]?.kind === "match") return true;
    return false;
  }
  /** States reachable without reading a character. */
  closure(from, place) {
    const closed = /* @__PURE__ */ new Set();
    const open2 = [...from];
    for (let index = open2.pop(); index !== void 0; index = open2.pop()) {
      if (closed.has(index)) continue;
      closed.add(index);
      const state = this.states[index];
      if (state?.kind === "split") open2.push(...state.next);
      else if (state && passes(state, place)) open2.push(state.next);
    }
    return closed;
  }
  /** States after reading `code`. */
  step(closed, code) {
    const next = /* @__PURE__ */ new Set();
    for (const index of closed) {
      const state = this.states[index];
      if (state?.kind === "chars" && has(state.set, code)) next.add(state.next);
    }
    return next;
  }
  add(state) {
    if (this.states.length >= MAX_STATES) throw new UnsupportedRegexp(`'${this.source.slice(0, 40)}\u2026' is too large`);
    return this.states.push(state) - 1;
  }
  /** Adds `expression` in front of state `next`; returns its first state. */
  build(expression, next) {
    switch (expression.kind) {
      case "chars":
        return this.add({ kind: "chars", set: expression.set, next });
      case "sequence":
        return expression.parts.reduceRight((after, part) => this.build(part, after), next);
      case "choice":
        return this.add({ kind: "split", next: expression.parts.map((part) => this.build(part, next)) });
      case "repeat":
        return this.repeat(expression.part, expression.min, expression.max, next);
      default:
        return this.add({ kind: expression.kind, next });
    }
  }
  repeat(part, min, max, next) {
    let first = next;
    if (max === Number.POSITIVE_INFINITY) {
      const exits = [next];
      first = this.add({ kind: "split", next: exits });
      exits.push(this.build(part, first));
    } else {
      for (let count2 = min; count2 < max; count2++)
        first = this.add({ kind: "split", next: [next, this.build(part, first)] });
    }
    for (let count2 = 0; count2 < min; count2++) first = this.build(part, first);
    return first;
  }
};
function passes(state, place) {
  switch (state.kind) {
    case "begin":
      return place.begin;
    case "end":
      return place.end;
    case "boundary":
      return place.boundary;
    case "no-boundary":
      return !place.boundary;
    default:
      return false;
  }
}

// components/routing/rule/matches.ts
function matches(rule, request) {
  return evaluate(rule, (matcher) => matchOne(matcher, request));
}
function evaluate(rule, answer2) {
  switch (rule.kind) {
    case "matcher":
      return answer2(rule);
    case "not": {
      const inner = evaluate(rule.rule, answer2);
      return inner === "unknown" ? inner : !inner;
    }
    case "and": {
      const left = evaluate(rule.left, answer2);
      if (left === false) return false;
      const right = evaluate(rule.right, answer2);
      return right === false ? false : left === true ? right : left;
    }
    case "or": {
      const left = evaluate(rule.left, answer2);
      if (left === true) return true;
      const right = evaluate(rule.right, answer2);
      return right === true ? true : left === false ? right : left;
    }
  }
}
function matchOne({ name, args }, request) {
  const [first = "", second] = args;
  switch (name) {
    case "Host":
      return request.host === void 0 ? "unknown" : hostMatches(first, request.host);
    case "HostRegexp":
      return expressionFound(first, request.host);
    case "HostSNI":
      return first === "*" ? true : request.sni === void 0 ? "unknown" : hostMatches(first, request.sni);
    case "HostSNIRegexp":
      return expressionFound(first, request.sni);
    case "Path":
      return request.path === void 0 ? "unknown" : request.path === first;
    case "PathPrefix":
      return request.path === void 0 ? "unknown" : request.path.startsWith(first);
    case "PathRegexp":
      return expressionFound(first, request.path);
    case "Method":
      return request.method === void 0 ? "unknown" : request.method === first.toUpperCase();
    case "Header":
      return anyOf(valuesOf(request.headers, first), (value) => value === second);
    case "HeaderRegexp":
      return anyOf(valuesOf(request.headers, first), (value) => expressionFound(second ?? "", value));
    case "Query":
      return anyOf(request.query && (request.query[first] ?? []), (value) => value === (second ?? ""));
    case "QueryRegexp":
      return anyOf(
        request.query && (request.query[first] ?? []),
        (value) => second === void 0 ? value === "" : expressionFound(second, value)
      );
    case "ClientIP":
      return request.clientIp === void 0 ? "unknown" : inNetwork(first, request.clientIp);
    case "ALPN":
      return "unknown";
  }
}
function hostMatches(expression, host) {
  if (expression === "*") return true;
  if (host === "") return false;
  const wanted = expression.toLowerCase();
  const given = host.toLowerCase();
  const same = (a, b) => b.startsWith("*") ? ["*", ...a.split(".").slice(1)].join(".") === b : a === b;
  return same(given, wanted) || wanted.endsWith(".") && same(given, wanted.slice(0, -1)) || given.endsWith(".") && same(given.slice(0, -1), wanted);
}
var automata = /* @__PURE__ */ new Map();
function automatonOf(source) {
  if (!automata.has(source)) automata.set(source, readable(source));
  return automata.get(source);
}
function readable(source) {
  try {
    return Automaton.of(source);
  } catch (error) {
    if (error instanceof UnsupportedRegexp) return void 0;
    throw error;
  }
}
function expressionFound(source, text2) {
  return text2 === void 0 ? "unknown" : automatonOf(source)?.matches(text2) ?? "unknown";
}
function valuesOf(headers, name) {
  if (!headers) return void 0;
  return Object.entries(headers).flatMap(
    ([header, values]) => header.toLowerCase() === name.toLowerCase() ? values : []
  );
}
function anyOf(values, test) {
  if (!values) return "unknown";
  const answers2 = values.map(test);
  return answers2.includes(true) ? true : answers2.includes("unknown") ? "unknown" : false;
}
function inNetwork(network, address) {
  const [base = "", bits] = network.split("/");
  const version = (0, import_node_net2.isIP)(base) === 6 ? "ipv6" : "ipv4";
  const given = (0, import_node_net2.isIP)(address);
  if (given === 0) return "unknown";
  const list2 = new import_node_net2.BlockList();
  if (bits === void 0) list2.addAddress(base, version);
  else list2.addSubnet(base, Number(bits), version);
  return list2.check(address, given === 6 ? "ipv6" : "ipv4");
}

// components/routing/rule/parse.ts
var import_node_net3 = require("node:net");

// components/routing/rule/lexer.ts
var RuleSyntaxError = class extends Error {
  name = "RuleSyntaxError";
};
var TOKEN = /([ \t\r]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\n)|(&&|\|\||\.\.\.|[!(),])|([\p{L}_][\p{L}\p{Nd}_]*)|(`[^`]*`|"(?:[^"\\\n]|\\.)*")/uy;
function tokens(source) {
  const found3 = [];
  let at = 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source);
    if (!token) {
      throw new RuleSyntaxError(`unexpected ${JSON.stringify([...source.slice(at)][0])} at character ${at + 1}`);
    }
    const [whole, blank, operator, name] = token;
    if (blank !== void 0) {
      if (blank.includes("\n")) {
        const last = found3.at(-1)?.kind;
        if (last === "name" || last === "text" || last === ")") found3.push({ kind: "newline", at });
      }
    } else if (operator !== void 0) found3.push({ kind: operator, at });
    else if (name !== void 0) found3.push({ kind: "name", value: name, at });
    else found3.push({ kind: "text", value: unquote(whole, at), at });
    at += whole.length;
  }
  found3.push({ kind: "end", at });
  return found3;
}
var ESCAPES = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "	",
  v: "\v",
  "\\": "\\",
  '"': '"'
};
function unquote(quoted, at) {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith("`")) return inner.replaceAll("\r", "");
  const bytes = [];
  const part = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)|[^\\]+/gsu;
  for (const [text2, sequence] of inner.matchAll(part)) {
    const simple = sequence === void 0 ? text2 : ESCAPES[sequence];
    if (simple !== void 0) bytes.push(Buffer.from(simple));
    else bytes.push(escaped(sequence ?? "", at));
  }
  return Buffer.concat(bytes).toString();
}
function escaped(sequence, at) {
  const code = /^[xuU]./.test(sequence) ? Number.parseInt(sequence.slice(1), 16) : Number.parseInt(sequence, 8);
  const character = /^[uU]/.test(sequence) && code <= 1114111 && (code < 55296 || code > 57343);
  if (character) return Buffer.from(String.fromCodePoint(code));
  if (/^(x..|[0-7]{3})$/.test(sequence) && code < 256) return Buffer.of(code);
  throw new RuleSyntaxError(`'\\${sequence}' is no escape in double quotes, in the text at character ${at + 1}`);
}

// components/routing/rule/parse.ts
var RefusedError = class extends RuleSyntaxError {
  name = "RefusedError";
};
function parseRule(source, protocol = "http") {
  const known2 = parsed[protocol];
  let found3 = known2.get(source);
  if (!found3) {
    if (known2.size >= MAX_PARSED) known2.clear();
    found3 = parse2(source, protocol);
    known2.set(source, found3);
  }
  return found3;
}
var parsed = { http: /* @__PURE__ */ new Map(), tcp: /* @__PURE__ */ new Map() };
var MAX_PARSED = 2e4;
function parse2(source, protocol) {
  try {
    const rule = parseTree(source, (name, args) => toMatcher(name, args, protocol));
    return { ok: true, rule };
  } catch (error) {
    if (error instanceof RuleSyntaxError || error instanceof InvalidRegexp)
      return { ok: false, error: error.message, refused: error instanceof RefusedError };
    throw error;
  }
}
function parseTree(source, toLeaf) {
  return new Parser2(tokens(source), toLeaf).tree();
}
var Parser2 = class {
  constructor(tokens2, toLeaf) {
    this.tokens = tokens2;
    this.toLeaf = toLeaf;
  }
  tokens;
  toLeaf;
  position = 0;
  tree() {
    const tree = this.or();
    this.take("newline");
    if (!this.take("end")) throw this.unexpected("'&&', '||' or the end");
    return tree;
  }
  or() {
    let tree = this.and();
    while (this.take("||")) tree = { kind: "or", left: tree, right: this.and() };
    return tree;
  }
  and() {
    let tree = this.unary();
    while (this.take("&&")) tree = { kind: "and", left: tree, right: this.unary() };
    return tree;
  }
  unary() {
    if (this.take("!")) return { kind: "not", rule: this.unary() };
    if (this.take("(")) {
      const tree = this.or();
      if (!this.take(")")) throw this.unexpected("')'");
      return tree;
    }
    return this.call();
  }
  call() {
    const token = this.tokens[this.position];
    if (token?.kind !== "name") throw this.unexpected("a matcher such as Host(`\u2026`)");
    this.position++;
    return this.toLeaf(token.value, this.arguments());
  }
  arguments() {
    if (!this.take("(")) throw this.unexpected("'('");
    const args = [];
    while (!this.take(")")) {
      const token = this.tokens[this.position];
      if (token?.kind !== "text") throw this.unexpected("a text in backticks or double quotes");
      this.position++;
      args.push(token.value);
      const dots = this.take("...");
      if (this.take(",") && !dots) continue;
      if (!this.take(")")) throw this.unexpected("',' or ')'");
      break;
    }
    return args;
  }
  take(kind) {
    if (this.tokens[this.position]?.kind !== kind) return false;
    this.position++;
    return true;
  }
  unexpected(expected) {
    const token = this.tokens[this.position];
    const given = token === void 0 || token.kind === "end" ? "the rule ends" : `'${"value" in token ? token.value : token.kind}' stands`;
    return new RuleSyntaxError(`${given} at character ${(token?.at ?? 0) + 1} where ${expected} is expected`);
  }
};
function toMatcher(text2, args, protocol) {
  const name = SPELLINGS[protocol].get(text2);
  if (!name) {
    const known2 = Object.keys(protocol === "http" ? HTTP_MATCHERS : TCP_MATCHERS).join(", ");
    throw new RefusedError(`'${text2}' is no matcher of Traefik v3; there are ${known2}`);
  }
  const matcher = { kind: "matcher", name, args };
  checkMatcher(matcher, protocol);
  return matcher;
}
function spellingsOf(names2) {
  return new Map(
    names2.flatMap((name) => {
      const lower = name.toLowerCase();
      const spellings = [name, lower, name.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)];
      return spellings.map((spelling) => [spelling, name]);
    })
  );
}
var SPELLINGS = { http: spellingsOf(Object.keys(HTTP_MATCHERS)), tcp: spellingsOf(Object.keys(TCP_MATCHERS)) };
function checkMatcher({ name, args }, protocol) {
  const counts = protocol === "http" ? HTTP_MATCHERS[name] : TCP_MATCHERS[name];
  if (!counts.includes(args.length)) {
    throw new RefusedError(`${name} has ${args.length} arguments, it takes ${counts.join(" or ")}`);
  }
  if (args.includes("")) throw new RefusedError(`${name} has an empty argument`);
  const [first = "", second = ""] = args;
  switch (name) {
    case "Path":
    case "PathPrefix":
      if (!first.startsWith("/")) throw new RefusedError(`path '${first}' does not start with '/'`);
      break;
    case "Host":
    case "HostRegexp":
    case "HostSNIRegexp":
      if (/[^\0-\x7f]/.test(first)) throw new RuleSyntaxError(`${name} '${first}' has characters outside ASCII`);
      if (name !== "Host") checkRegexp(first);
      break;
    case "PathRegexp":
      checkRegexp(first);
      break;
    case "HeaderRegexp":
    case "QueryRegexp":
      if (args.length === 2) checkRegexp(second);
      break;
    case "ClientIP":
      if (!isNetwork(first)) throw new RuleSyntaxError(`ClientIP '${first}' is neither an address nor a range`);
      break;
    default:
      break;
  }
}
function checkRegexp(source) {
  try {
    Automaton.of(source);
  } catch (error) {
    if (!(error instanceof UnsupportedRegexp)) throw error;
  }
}
function isNetwork(text2) {
  const [address = "", bits, ...more] = text2.split("/");
  const version = (0, import_node_net3.isIP)(address);
  if (version === 0 || more.length > 0) return false;
  return bits === void 0 || /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

// components/routing/rule/placeholder.ts
function v2Placeholder(rule) {
  for (const { name, args } of matchersOf(rule)) {
    if (!/^(Host|Path)/.test(name)) continue;
    for (const arg of args) {
      const match = /\{[A-Za-z_][A-Za-z0-9_]*(:[^}]*)?\}/.exec(arg);
      if (match) return match[0];
    }
  }
  return void 0;
}

// components/routing/rule/restrict.ts
function restrict(rule, host) {
  switch (rule.kind) {
    case "matcher":
      return answer(rule, host) ?? rule;
    case "not": {
      const inner = restrict(rule.rule, host);
      return typeof inner === "boolean" ? !inner : { kind: "not", rule: inner };
    }
    default: {
      const left = restrict(rule.left, host);
      const right = restrict(rule.right, host);
      const decides = rule.kind === "or";
      if (left === decides || right === decides) return decides;
      if (typeof left === "boolean") return right;
      return typeof right === "boolean" ? left : { kind: rule.kind, left, right };
    }
  }
}
function answer({ name, args: [text2 = ""] }, host) {
  if (name === "Host") return hostMatches(text2, host);
  return name === "HostRegexp" ? automatonOf(text2)?.matches(host) : void 0;
}

// components/routing/regexp/product.ts
var MAX_POSITIONS = 4e3;
function combinations(automata2, alphabet) {
  if (automata2.some((automaton) => automaton.hasBoundaries())) return void 0;
  const letters = representatives(automata2, alphabet);
  const results = /* @__PURE__ */ new Map();
  const seen = /* @__PURE__ */ new Set();
  const open2 = [
    { cores: automata2.map(() => /* @__PURE__ */ new Set()), found: automata2.map(() => false), text: "" }
  ];
  for (let index = 0; index < open2.length; index++) {
    if (index > MAX_POSITIONS) return void 0;
    const position = open2[index];
    const begin = position.text === "";
    const matches2 = automata2.map(
      (automaton, which) => accepted(automaton, position, which, { begin, end: true, boundary: false })
    );
    const key = matches2.map(Number).join("");
    if (!results.has(key)) results.set(key, { matches: matches2, example: position.text });
    for (const letter of letters) {
      const next = advance(automata2, position, letter, begin);
      const id = next.cores.map((core, which) => next.found[which] ? "!" : [...core].sort((a, b) => a - b).join(",")).join(";");
      if (seen.has(id)) continue;
      seen.add(id);
      open2.push(next);
    }
  }
  return [...results.values()];
}
function accepted(automaton, position, which, place) {
  if (position.found[which]) return true;
  const core = position.cores[which] ?? /* @__PURE__ */ new Set();
  return automaton.accepts(automaton.closure(/* @__PURE__ */ new Set([...core, automaton.start]), place));
}
function advance(automata2, position, letter, begin) {
  const place = { begin, end: false, boundary: false };
  const code = letter.codePointAt(0) ?? 0;
  const found3 = automata2.map((automaton, which) => accepted(automaton, position, which, place));
  const cores = automata2.map(
    (automaton, which) => found3[which] ? /* @__PURE__ */ new Set() : automaton.step(automaton.closure(/* @__PURE__ */ new Set([...position.cores[which] ?? [], automaton.start]), place), code)
  );
  return { cores, found: found3, text: position.text + letter };
}
function representatives(automata2, alphabet) {
  const sets = automata2.flatMap((automaton) => automaton.sets());
  const groups = /* @__PURE__ */ new Map();
  for (const letter of alphabet) {
    const code = letter.codePointAt(0) ?? 0;
    const signature = sets.map((set) => Number(set.some(([low, high]) => low <= code && code <= high))).join("");
    if (!groups.has(signature)) groups.set(signature, letter);
  }
  return [...groups.values()];
}

// components/routing/rule/solve.ts
var HOST_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
var PATH_ALPHABET = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join("");
function overlaps(a, b) {
  return satisfiable({ kind: "and", left: a, right: b });
}
function escapes(inner, outer) {
  return satisfiable({ kind: "and", left: inner, right: { kind: "not", rule: outer } });
}
function satisfiable(rule) {
  const all2 = matchersOf(rule);
  const hosts = hostCombinations(all2.filter(({ name }) => name === "Host" || name === "HostRegexp"));
  const paths = pathCombinations(all2.filter(({ name }) => name.startsWith("Path")));
  const methods = methodCombinations(all2.filter(({ name }) => name === "Method"));
  let perhaps;
  for (const host of hosts) {
    for (const path of paths) {
      for (const method of methods) {
        const truth = evaluate(
          rule,
          (matcher) => host.truth(matcher) ?? path.truth(matcher) ?? method.truth(matcher) ?? "unknown"
        );
        if (truth === false) continue;
        const example = {
          ...host.example !== void 0 && { host: host.example },
          ...path.example !== void 0 && { path: path.example }
        };
        if (truth === true) return { answer: "yes", ...example };
        perhaps ??= { answer: "perhaps", ...example };
      }
    }
  }
  return perhaps ?? { answer: "no" };
}
function answers(matchers, truths, example) {
  const table = new Map(matchers.map((matcher, index) => [keyOf2(matcher), truths[index] ?? "unknown"]));
  return { truth: (matcher) => table.get(keyOf2(matcher)), ...example !== void 0 && { example } };
}
function keyOf2({ name, args }) {
  return JSON.stringify([name, ...args]);
}
function hostCombinations(matchers) {
  const distinct = unique(matchers);
  if (distinct.every(({ name, args }) => name === "Host" && !args[0]?.startsWith("*"))) return literalHosts2(distinct);
  return automatonCombinations(
    distinct,
    HOST_ALPHABET,
    ({ name, args: [text2 = ""] }) => name === "Host" ? Automaton.of(hostExpression(text2)) : automatonOf(text2)
  );
}
function literalHosts2(matchers) {
  const hosts = [...new Set(matchers.map(({ args }) => (args[0] ?? "").toLowerCase()))];
  const cases = [...hosts, void 0].map(
    (host) => answers(
      matchers,
      matchers.map(({ args }) => host !== void 0 && hostMatches(args[0] ?? "", host)),
      host
    )
  );
  return cases;
}
function hostExpression(text2) {
  if (text2 === "*") return "";
  const literal = text2.toLowerCase().replace(/\.$/, "");
  const quoted = literal.replace(/^\*/, "").replaceAll(/[^a-z0-9_]/g, "\\$&");
  return literal.startsWith("*") ? `^[^.]*${quoted}\\.?$` : `^${quoted}\\.?$`;
}
function pathCombinations(matchers) {
  const distinct = unique(matchers);
  if (distinct.length === 0) return [answers([], [])];
  const slash = { kind: "matcher", name: "PathPrefix", args: ["/"] };
  const cases = automatonCombinations([slash, ...distinct], PATH_ALPHABET, ({ name, args: [text2 = ""] }) => {
    if (name === "PathRegexp") return automatonOf(text2);
    return Automaton.of(`^${text2.replaceAll(/[^A-Za-z0-9_\u0080-\u{10ffff}]/gu, "\\$&")}${name === "Path" ? "$" : ""}`);
  });
  return cases.filter((one) => one.truth(slash) !== false);
}
function automatonCombinations(matchers, alphabet, toAutomaton) {
  const pairs = matchers.map((matcher) => ({ matcher, automaton: toAutomaton(matcher) }));
  const readable3 = pairs.flatMap(({ matcher, automaton }) => automaton ? [{ matcher, automaton }] : []);
  const found3 = combinations(
    readable3.map(({ automaton }) => automaton),
    alphabet
  );
  const opaque = pairs.filter(({ automaton }) => !automaton || !found3).map(({ matcher }) => matcher);
  if (!found3)
    return [
      answers(
        opaque,
        opaque.map(() => "unknown")
      )
    ];
  return found3.map(
    ({ matches: matches2, example }) => answers(
      [...readable3.map(({ matcher }) => matcher), ...opaque],
      [...matches2, ...opaque.map(() => "unknown")],
      example
    )
  );
}
function methodCombinations(matchers) {
  const methods = [...new Set(matchers.map(({ args }) => (args[0] ?? "").toUpperCase())), void 0];
  return methods.map(
    (method) => answers(
      matchers,
      matchers.map(({ args }) => method !== void 0 && args[0]?.toUpperCase() === method)
    )
  );
}
function unique(matchers) {
  return [...new Map(matchers.map((matcher) => [keyOf2(matcher), matcher])).values()];
}
function mustParse(source) {
  const parsed3 = parseRule(source);
  if (!parsed3.ok) throw new Error(`rule ${source}: ${parsed3.error}`);
  return parsed3.rule;
}

// components/routing/constraints.ts
function admits(constraints, value) {
  if (constraints === "") return true;
  const condition = parsed2(constraints);
  return condition === void 0 ? "unknown" : evaluate(condition, ({ holds }) => holds(value));
}
var cache2 = /* @__PURE__ */ new Map();
function parsed2(constraints) {
  if (!cache2.has(constraints)) cache2.set(constraints, parse3(constraints));
  return cache2.get(constraints);
}
function parse3(constraints) {
  try {
    return parseTree(constraints, toCondition);
  } catch (error) {
    if (error instanceof RuleSyntaxError) return void 0;
    throw error;
  }
}
function toCondition(name, args) {
  const [label, text2] = args;
  if (label === void 0 || text2 === void 0 || args.length > 2)
    throw new RuleSyntaxError(`${name} takes a label and a text`);
  if (name === "Label") return { kind: "matcher", holds: (value) => compare(value(label), (given) => given === text2) };
  if (name === "LabelRegex")
    return { kind: "matcher", holds: (value) => compare(value(label), (given) => found(text2, given)) };
  throw new RuleSyntaxError(`'${name}' is neither Label nor LabelRegex`);
}
function compare(given, test) {
  return given === void 0 ? "unknown" : test(given);
}
function found(expression, text2) {
  try {
    return automatonOf(expression)?.matches(text2) ?? "unknown";
  } catch (error) {
    if (error instanceof InvalidRegexp) return "unknown";
    throw error;
  }
}

// components/routing/published.ts
function isPublished(container, configuration) {
  const { labels, repeated, view } = container;
  if (repeated.length > 0) return true;
  if (labels.dropped !== void 0) return false;
  const provider2 = configuration?.providers[view.provider];
  if (!(labels.enable ?? provider2?.exposedByDefault ?? true)) return false;
  return provider2 === void 0 || admits(provider2.constraints, (key) => labelOf(view, key)) !== false;
}
var readable2 = perView((view) => {
  const configuration = view.static.known ? view.static.value : void 0;
  return view.containers.flatMap((container) => readContainer(container) ?? []).filter((container) => isPublished(container, configuration));
});

// components/routing/invariants/common.ts
var readContainers = perView(
  (view) => view.containers.flatMap((container) => readContainer(container) ?? [])
);
var published = perView(
  (view) => readable2(view).filter(
    ({ labels, speaksToTraefik }) => labels.dropped === void 0 && (labels.enable || view.static.known || speaksToTraefik)
  )
);
var routers = perView(
  (view) => published(view).flatMap(
    (container) => Array.from(container.labels.routers, ([name, router2]) => ({ container, name, router: router2 }))
  )
);
function finding(invariant, container, router2, text2) {
  return { invariant, resource: container?.view.id ?? "", ...router2 !== void 0 && { router: router2 }, ...text2 };
}
function routerOf(container, router2) {
  return `router '${router2}' of ${describe(container.view)}`;
}
function enumerate(items, most = 5) {
  const shown = items.slice(0, most).join(", ");
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}

// components/routing/invariants/approval.ts
var ID = "exclusion-approved";
var exclusionApproved = {
  id: ID,
  title: "In strict mode every exclusion stands in the pack's own list",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Against an exclusion by whoever writes the program: in strict mode it counts only with an entry in the configuration of the pack, which others may own.",
  remediation: "Have the exclusion approved: add the container's name to 'approvedExclusions' of the policy sso-stack.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) => {
    const opened = readContainers(view).filter((container) => opens(decisionOf2(container)) && !container.inGate);
    const approved = new Set(view.approvedExclusions);
    const refused = view.gate?.mode !== "strict" ? [] : opened.filter((container) => !namesOf(container).some((name) => approved.has(name)));
    const names2 = new Set(opened.flatMap(namesOf));
    return [
      ...refused.map(
        (container) => finding(ID, container, void 0, {
          what: `${describe(container.view)} opens a way past the login that the pack's configuration does not approve.`,
          why: "The gate is in strict mode: a reason in the program alone opens nothing.",
          fix: `Add '${namesOf(container).at(-1)}' to 'approvedExclusions' of the policy sso-stack, or write domain().`
        })
      ),
      ...view.approvedExclusions.filter((name) => !names2.has(name)).map((name) => ({
        ...finding(ID, void 0, void 0, {
          what: `'approvedExclusions' lists '${name}', which no container with an exclusion or an open port is.`,
          why: "An approval that covers nothing waits for somebody to use it.",
          fix: `Remove '${name}' from 'approvedExclusions'.`
        }),
        advisory: true
      }))
    ];
  }
};
function opens(decision) {
  if (!decision || decision.mode === "gate") return false;
  return decision.mode === "excluded" || decision.ports !== void 0;
}
function namesOf({ view }) {
  return [view.title, ...view.name.known ? [view.name.value] : []];
}

// components/routing/middlewares.ts
var definitionsOf = perView((view) => {
  const found3 = /* @__PURE__ */ new Map();
  for (const container of readable2(view)) {
    for (const [name, middleware] of container.labels.middlewares) {
      const reference = `${name}@${container.view.provider}`;
      const definitions2 = found3.get(reference) ?? [];
      definitions2.push({ container, middleware });
      found3.set(reference, definitions2);
    }
  }
  return found3;
});
var MAX_ITEMS = 1e3;
function expand(references, definitions2) {
  const items = [];
  const follow = (reference, within) => {
    const inner = within.includes(reference) ? void 0 : chainOf(definitions2.get(reference));
    if (inner === void 0 || items.length > MAX_ITEMS || within.length > 10) items.push(reference);
    else for (const item of inner) follow(qualified(item, reference), [...within, reference]);
  };
  for (const reference of references) follow(reference, []);
  return items;
}
function chainOf(definitions2) {
  const lists = definitions2?.map(({ container, middleware }) => {
    const sure = Object.keys(middleware).length === 1 && container.repeated.length === 0;
    if (!sure || !middleware.chain) return void 0;
    const { middlewares } = middleware.chain;
    return Array.isArray(middlewares) ? middlewares : [];
  });
  const first = lists?.[0];
  return lists?.every((list2) => list2?.join() === first?.join()) ? first : void 0;
}
var OUTPOST_ADDRESS = /^https?:\/\/[^/?#@]+\/outpost\.goauthentik\.io\/auth\/traefik$/;
var loginHolds = perView((view) => {
  const { gate } = view;
  const definitions2 = definitionsOf(view).get(loginOf(view)) ?? [];
  return definitions2.every(({ container, middleware }) => {
    if (gate && !gate.here) return false;
    const address = middleware.forwardauth?.address;
    const right = gate ? address === gate.authAddress : typeof address === "string" && OUTPOST_ADDRESS.test(address);
    return right && Object.keys(middleware).length === 1 && container.repeated.length === 0;
  });
});
var loginTrusts = perView((view) => {
  const definitions2 = definitionsOf(view).get(loginOf(view)) ?? [];
  return !definitions2.every(({ middleware }) => middleware.forwardauth?.trustforwardheader === false) || !definitions2[0];
});
function loginOf(view) {
  return view.gate?.middleware ?? MIDDLEWARE;
}

// components/routing/services.ts
var servicesOf = perView((view) => {
  const byReference = /* @__PURE__ */ new Map();
  const nameless = [];
  for (const container of readable2(view)) {
    for (const [name, server2] of serversOf(container)) {
      if (name === void 0) {
        nameless.push(server2);
        continue;
      }
      const reference = `${name}@${container.view.provider}`;
      const servers = byReference.get(reference) ?? [];
      servers.push(server2);
      byReference.set(reference, servers);
    }
  }
  return { byReference, nameless };
});
function onlyStreams({ labels }) {
  const streams = labels.streamServices.length > 0 || labels.streamRouters.size > 0;
  const http = [labels.routers, labels.services, labels.middlewares].some(({ size }) => size > 0);
  return streams && !http;
}
function serversOf(container) {
  const { labels, defaultName: defaultName2 } = container;
  const named = Array.from(labels.services, ([name, { url, middlewares = [] }]) => [
    name,
    { container, middlewares, ...url !== void 0 && { url } }
  ]);
  const own = { container, middlewares: [] };
  const http = named.length > 0 || onlyStreams(container) ? named : [[defaultName2, own]];
  const streams = ["tcp", "udp"].flatMap((protocol) => {
    const prefix = `${protocol}:`;
    const names2 = labels.streamServices.filter((name) => name.startsWith(prefix));
    if (names2.length > 0) return names2.map((name) => [name, own]);
    const routed = [...labels.streamRouters.keys()].some((name) => name.startsWith(prefix));
    return routed ? [[defaultName2 === void 0 ? void 0 : `${prefix}${defaultName2}`, own]] : [];
  });
  return [...http, ...streams];
}

// components/routing/leaf.ts
var UNKNOWN = { known: false };
function known(value) {
  return { known: true, value };
}
function valueOr(leaf2, otherwise) {
  return leaf2.known ? leaf2.value : otherwise;
}

// components/routing/staticConfiguration.ts
var DEFAULT_RULE = "Host(`{{ normalize .Name }}`)";
var BOOLEAN = /^(api|ping|accesslog|metrics\.prometheus)$|^(api|global)\.[a-z]+$|^providers\.[a-z]+$|\.(insecure|tls|asdefault|allowacmebypass|permanent|sanitizepath|exposedbydefault|watch|allowemptyservices|usebindportip)$|\.encodedcharacters\.[a-z]+$/;
var VALUED = /\.(level|address|endpoint|constraints|defaultrule|network|middlewares|trustedips|aliasheadersstrategy|to|scheme|certresolver|directory|filename|filepath|format|email|storage|provider|caserver)$/;
var LIST = /\.(middlewares|trustedips)$/;
var UNSURE = "unsure@flags";
function readStaticConfiguration(command) {
  const flags = /* @__PURE__ */ new Map();
  for (const [index, argument] of command.entries()) {
    const match = /^--?([^=]+)(?:=(.*))?$/s.exec(argument);
    if (!match) continue;
    const name = fold(match[1] ?? "");
    const following = command[index + 1];
    const apart = following !== void 0 && !following.startsWith("-") && !BOOLEAN.test(name);
    const value = match[2] ?? (apart ? following : "true");
    const before = LIST.test(name) ? flags.get(name) : void 0;
    flags.set(name, before === void 0 ? value : `${UNSURE},${before},${value}`);
  }
  return {
    flags,
    providers: { docker: provider(flags, "docker"), swarm: provider(flags, "swarm") },
    entryPoints: entryPoints(flags, command)
  };
}
var CONFIGURATION_FILE = /^(\/etc\/traefik|(\/root)?(\/\.config)?(\/traefik)?)(\/traefik\.(toml|ya?ml))?\/?$/;
function staticConfigurationOf(command, mounts) {
  const flags = command[0] === "traefik" ? command.slice(1) : command;
  const configuration = readStaticConfiguration(flags);
  const file = configuration.flags.has("configfile") || mounts.some((target) => CONFIGURATION_FILE.test(target.toLowerCase()));
  const unsure = [...configuration.flags.values()].some((value) => value.startsWith(UNSURE));
  return file || unsure || configuration.flags.size === 0 || hasStrayWord(flags) ? UNKNOWN : known(configuration);
}
function isTraefik(image, command) {
  const name = image?.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  return name?.split("/").at(-1) === "traefik" || command.some((flag) => /^--(providers\.docker|entrypoints\.)/i.test(flag));
}
function hasStrayWord(flags) {
  return flags.some((argument, index) => {
    if (argument.startsWith("-") && argument !== "--") return false;
    const before = flags[index - 1];
    return !before?.startsWith("-") || before.includes("=") || !VALUED.test(fold(before));
  });
}
function provider(flags, name) {
  const prefix = `providers.${name}`;
  return {
    exposedByDefault: !isFalse(flags.get(`${prefix}.exposedbydefault`)),
    defaultRule: flags.get(`${prefix}.defaultrule`) ?? DEFAULT_RULE,
    constraints: flags.get(`${prefix}.constraints`) ?? ""
  };
}
function entryPoints(flags, command) {
  const spellings = new Set(command.flatMap((flag) => /^--?entrypoints\.([^.=]+)\./i.exec(flag)?.[1] ?? []));
  const names2 = new Set([...flags.keys()].flatMap((flag) => /^entrypoints\.([^.]+)\./.exec(flag)?.[1] ?? []));
  const points = [...names2].map((name) => entryPoint(flags, name, spellings));
  const chosen = points.some((point) => point.isDefault);
  const isDefault = (point) => !point.udp && point.name !== "traefik" && (point.isDefault || !chosen);
  return new Map(points.map((point) => [point.name, { ...point, isDefault: isDefault(point) }]));
}
function entryPoint(flags, name, spellings) {
  const prefix = `entrypoints.${name}`;
  const tls = [...flags].some(
    ([flag, value]) => flag === `${prefix}.http.tls` ? !isFalse(value) : flag.startsWith(`${prefix}.http.tls.`)
  );
  const middlewares = (flags.get(`${prefix}.http.middlewares`) ?? "").split(",").map((item) => item.trim()).filter(Boolean);
  const redirect = `${prefix}.http.redirections.entrypoint`;
  const to = flags.get(`${redirect}.to`) ?? "";
  const redirects2 = (/^:\d+$/.test(to) || isOnlySpelling(to, spellings)) && !flags.has(`${redirect}.priority`) && !isTrue(flags.get(`${prefix}.allowacmebypass`)) && !tls;
  return {
    name,
    isDefault: isTrue(flags.get(`${prefix}.asdefault`)),
    tls,
    middlewares,
    udp: /\/udp$/i.test(flags.get(`${prefix}.address`) ?? ""),
    redirects: redirects2,
    trustsEverybody: isTrue(flags.get(`${prefix}.forwardedheaders.insecure`)) || (flags.get(`${prefix}.forwardedheaders.trustedips`) ?? "").split(",").some((range) => /\/0+\s*$/.test(range))
  };
}
function isOnlySpelling(name, spellings) {
  return spellings.has(name) && [...spellings].filter((other) => fold(other) === fold(name)).length === 1;
}
function isFalse(value) {
  return value !== void 0 && ["0", "f", "false"].includes(value.toLowerCase());
}
function isTrue(value) {
  return value !== void 0 && ["1", "t", "true"].includes(value.toLowerCase());
}

// components/routing/resolve.ts
var resolve = perView(
  (view) => readable2(view).flatMap((container) => routersOf(container, view)).sort((a, b) => b.priority - a.priority)
);
var routersByContainer = perView((view) => {
  const found3 = /* @__PURE__ */ new Map();
  for (const router2 of resolve(view)) {
    const routers2 = found3.get(router2.container) ?? [];
    routers2.push(router2);
    found3.set(router2.container, routers2);
  }
  return found3;
});
function routersOf(container, view) {
  const { routers: routers2, services } = container.labels;
  const named = [...routers2];
  if (named.length === 0 && services.size <= 1 && !onlyStreams(container)) named.push(["", {}]);
  return named.flatMap(([name, labels]) => {
    const rule = labels.rule ?? defaultRule(container, view);
    return rule === "" ? [] : [router(container, view, name, labels, rule)];
  });
}
function router(container, view, name, labels, rule) {
  const configuration = configurationOf(view);
  const user = `${name}@${container.view.provider}`;
  const service = serviceOf(container, labels, user);
  const parsed3 = readRule(rule, labels, configuration);
  const hosts = parsed3.ok ? literalHosts(parsed3.rule) : void 0;
  const target = targetOf(container, service);
  const last = target.kind === "own" || target.kind === "url" ? container.labels.services.get(target.service)?.middlewares ?? [] : [];
  const own = (labels.middlewares ?? []).map((item) => qualified(item, user));
  const points = entryPointsOf(labels, configuration);
  const before = (points?.[0]?.middlewares ?? []).map((item) => qualified(item, user));
  const gated = (point) => {
    if (container.repeated.length > 0 || point?.trustsEverybody && loginTrusts(view)) return false;
    const first = point?.middlewares ?? [];
    return startsWithLogin(first.length === 0 ? own : [...first.map((item) => qualified(item, user)), ...own], view);
  };
  const served = service !== void 0 && (parsed3.ok || !parsed3.refused);
  const answering = !served ? [] : points === void 0 ? [{ entryPoint: void 0, tls: labels.tls ? true : void 0, gated: gated(void 0) }] : points.map((point) => ({ point, tls: tlsOn(point, labels, configuration) })).filter(({ point, tls }) => !point.udp && !(point.redirects && tls === false && hosts)).map(({ point, tls }) => ({ entryPoint: point.name, tls, gated: gated(point) }));
  return {
    name,
    container,
    labels,
    rule,
    parsed: parsed3,
    hosts,
    priority: labels.priority ?? Buffer.byteLength(rule),
    entryPoints: labels.entryPoints ?? points?.map((point) => point.name),
    answering,
    middlewares: before.length + last.length === 0 ? own : [...before, ...own, ...last.map((item) => qualified(item, service ?? user))],
    gated: answering.length > 0 ? answering.every((answer2) => answer2.gated) : gated(points?.[0]),
    service,
    target
  };
}
function configurationOf(view) {
  return view.static.known ? view.static.value : void 0;
}
function startsWithLogin(middlewares, view) {
  const login = loginOf(view);
  const [first] = middlewares[0] === login ? middlewares : expand(middlewares, definitionsOf(view));
  return first === login && loginHolds(view);
}
function readRule(rule, labels, configuration) {
  const syntax = labels.ruleSyntax ?? configuration?.flags.get("core.defaultrulesyntax") ?? "v3";
  const parsed3 = parseRule(rule);
  if (syntax !== "v2") return parsed3;
  return { ok: false, error: "it is written in the rule language of Traefik v2", refused: false };
}
function defaultRule({ view: container, defaultName: defaultName2 }, view) {
  const template = configurationOf(view)?.providers[container.provider].defaultRule ?? DEFAULT_RULE;
  if (template.trim() === "") return template;
  const name = template === DEFAULT_RULE ? defaultName2 : void 0;
  return name === void 0 || name === "" ? "PathPrefix(`/`)" : `Host(\`${name}\`)`;
}
function entryPointsOf(labels, configuration) {
  const points = configuration?.entryPoints;
  if (!points || ![...points.keys()].some((name) => name !== "traefik")) return void 0;
  if (!labels.entryPoints) return [...points.values()].filter(({ isDefault }) => isDefault);
  return labels.entryPoints.flatMap((written2) => {
    const name = written2.toLowerCase();
    const point = points.get(name);
    return point ?? (name === "traefik" ? INTERNAL : []);
  });
}
var INTERNAL = {
  name: "traefik",
  isDefault: false,
  tls: false,
  middlewares: [],
  udp: false,
  redirects: false,
  trustsEverybody: false
};
function tlsOn(point, labels, configuration) {
  return Boolean(labels.tls) || (configuration?.entryPoints.get(point.name)?.tls ?? false);
}
function serviceOf(container, router2, user) {
  if (router2.service !== void 0) return qualified(router2.service, user);
  const { services } = container.labels;
  if (services.size > 1) return void 0;
  const [only] = services.keys();
  return `${only ?? container.defaultName ?? ""}@${container.view.provider}`;
}
function targetOf(container, reference) {
  if (reference === void 0) return { kind: "none" };
  if (reference.endsWith("@internal")) return { kind: "internal", reference };
  const { provider: provider2 } = container.view;
  const names2 = [...container.labels.services.keys()];
  const own = names2.length === 0 ? reference === `${container.defaultName ?? ""}@${provider2}` ? "" : void 0 : names2.find((name) => `${name}@${provider2}` === reference);
  if (own === void 0) return { kind: "elsewhere", reference };
  const url = container.labels.services.get(own)?.url;
  return url === void 0 ? { kind: "own", service: own } : { kind: "url", service: own, url };
}
function fingerprint({ container, name, rule, labels, service }) {
  const { entryPoints: entryPoints2, middlewares, priority, ruleSyntax, tls, observability } = labels;
  const { provider: provider2 } = container.view;
  const fields = [name, provider2, rule, service, entryPoints2, middlewares, priority, ruleSyntax, tls || void 0];
  return JSON.stringify([...fields, observability].map((field) => field ?? null));
}

// components/routing/invariants/chain.ts
var ID2 = "chain-order";
var chainOrder = {
  id: ID2,
  title: "No middleware before or after the login changes who somebody is",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects: "The identity that authentik states: an earlier middleware can change what authentik is asked, a later one can overwrite X-authentik-* headers or ask somebody else.",
  remediation: "Remove the header from the middleware, or the middleware from the router.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const { gate } = view;
    if (!gate) return [];
    const said = laterIn(view, gate);
    return resolve(view).filter(({ container }) => !container.inGate).flatMap((router2) => [...earlier(router2, view, gate), ...unreadable(router2), ...later(router2, said(router2))]);
  }
};
function earlier(router2, view, gate) {
  const { container, name, labels, answering } = router2;
  const first = isGated(labels, gate.middleware, container.view.provider);
  if (!first || !view.static.known || !loginHolds(view)) return [];
  const { entryPoints: entryPoints2 } = view.static.value;
  const before = answering.flatMap((answer2) => {
    const point = answer2.gated ? void 0 : entryPoints2.get(answer2.entryPoint ?? "");
    return point && point.middlewares.length > 0 ? [`'${point.middlewares.join(",")}' of entry point '${point.name}'`] : [];
  });
  if (before.length === 0) return [];
  return [
    finding(ID2, container, name, {
      what: `${routerOf(container, name)} puts the login first, and ${before.join(" and ")} runs before it.`,
      why: "What comes before the login can answer without it or change which page authentik is asked about.",
      fix: "Remove 'http.middlewares' of the entry point from Traefik's command line, or write the login first there too."
    })
  ];
}
function unreadable({ container, name, middlewares, gated }) {
  if (!gated) return [];
  const foreign = middlewares.filter((reference) => !reference.endsWith("@docker") && !reference.endsWith("@swarm"));
  return [...new Set(foreign)].map(
    (reference) => finding(ID2, container, name, {
      what: `${routerOf(container, name)} runs '${reference}', which cannot be read here.`,
      why: "It may overwrite the identity that authentik states, or show another service's pages; no label says that it does not.",
      fix: `Define it by labels, e.g. 'traefik.http.middlewares.${reference.replace(/@.*$/, "")}.\u2026' on this container, and write '${reference.replace(/@.*$/, "")}@${container.view.provider}'.`
    })
  );
}
function laterIn(view, gate) {
  const definitions2 = definitionsOf(view);
  const own = /* @__PURE__ */ new Set([gate.middleware, gate.stripMiddleware]);
  const known2 = /* @__PURE__ */ new Map();
  return ({ middlewares, gated }) => {
    const key = `${gated} ${middlewares.join(" ")}`;
    let found3 = known2.get(key);
    if (!found3) {
      found3 = [...new Set(expand(middlewares, definitions2))].flatMap(
        (reference) => own.has(reference) ? [] : (definitions2.get(reference) ?? []).flatMap(({ container: definer, middleware }) => {
          const problem = gated ? forgery(middleware) : pretence(middleware);
          return problem ? [{ definer, reference, problem }] : [];
        })
      );
      known2.set(key, found3);
    }
    return found3;
  };
}
function later({ container, name, gated }, forgers) {
  return forgers.map(
    ({ definer, reference, problem }) => finding(ID2, container, name, {
      what: `${routerOf(container, name)} runs '${reference}' of ${describe(definer.view)} ${gated ? "after" : "without"} the login, which ${problem}.`,
      why: "The service then believes that middleware instead of authentik.",
      fix: `Remove that from '${reference}', or '${reference}' from 'traefik.http.routers.${name}.middlewares'.`
    })
  );
}
function forgery(middleware) {
  if (middleware.forwardauth) return "asks another server, whose headers replace authentik's";
  if (middleware.plugin) return "is a plugin, of which no label says what it does";
  return written(middleware, SAYS_WHO);
}
function pretence(middleware) {
  const { authresponseheaders, authresponseheadersregex } = middleware.forwardauth ?? {};
  const passed = Array.isArray(authresponseheaders) ? authresponseheaders.find((name) => IDENTITY.test(dashed(name))) : "";
  if (passed || authresponseheadersregex) return "takes identity headers from another server";
  return written(middleware, IDENTITY);
}
var IDENTITY = /^x-authentik-/i;
var SAYS_WHO = /^(x-authentik-|x-forwarded-|forwarded$|x-real-ip$)/i;
function dashed(header) {
  return header.replaceAll(/[_.]/g, "-");
}
function written(middleware, headers) {
  for (const [option, value] of Object.entries(middleware.headers ?? {})) {
    const header = /^customrequestheaders\.(.+)$/i.exec(option)?.[1];
    if (header !== void 0 && value !== "" && headers.test(dashed(header))) return `sets the header '${header}'`;
  }
  for (const type of ["basicauth", "digestauth"]) {
    const header = middleware[type]?.headerfield;
    if (typeof header === "string" && headers.test(dashed(header)))
      return `writes its own user into the header '${header}'`;
  }
  return void 0;
}

// components/routing/exclusionScope.ts
function isLimited({ paths, sources }) {
  return paths !== void 0 || sources !== void 0;
}
function openCondition({ paths, sources }) {
  const parts = [
    ...paths ? [paths.map((path) => `PathPrefix(\`${path}\`)`)] : [],
    ...sources ? [sources.map((source) => `ClientIP(\`${source}\`)`)] : []
  ];
  return parts.length === 0 ? void 0 : parts.map((choices) => `(${choices.join(" || ")})`).join(" && ");
}
function beyondScope(rule, { paths, sources }) {
  if (sources && !isFrom(rule, sources)) return "from other addresses";
  if (!paths) return void 0;
  const allowed = mustParse(paths.map((path) => `PathPrefix(\`${path}\`)`).join(" || "));
  const found3 = escapes(rule, allowed);
  if (found3.answer === "no") return void 0;
  return found3.path === void 0 ? "on other paths" : `for instance ${found3.path}`;
}
function isFrom(rule, sources) {
  switch (rule.kind) {
    case "matcher":
      return rule.name === "ClientIP" && sources.some((source) => isInside(rule.args[0] ?? "", source));
    case "and":
      return isFrom(rule.left, sources) || isFrom(rule.right, sources);
    case "or":
      return isFrom(rule.left, sources) && isFrom(rule.right, sources);
    case "not":
      return false;
  }
}

// components/routing/invariants/cookie.ts
var cookieBoundary = {
  id: "cookie-boundary",
  title: "Services without the login are not sent its cookie",
  severity: "low",
  scope: "fleet",
  oracle: false,
  protects: "The session: browsers send the login's cookie to every host of the protected domain, those that are excluded from the login too. A service that is not trusted with it could use it elsewhere.",
  remediation: "Serve an excluded service that you do not trust under another domain.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const domains = view.gate?.domains;
    if (!domains) return [];
    const services = published(view).filter((container) => {
      const decision = decisionOf2(container);
      if (decision?.mode !== "excluded" || isLimited(decision)) return false;
      return [...container.labels.routers.values()].some(({ rule }) => {
        const parsed3 = parseRule(rule ?? "");
        const hosts = parsed3.ok ? literalHosts(parsed3.rule) : void 0;
        return hosts === void 0 || hosts.some((host) => isWithin(host, domains));
      });
    });
    if (services.length === 0) return [];
    const names2 = services.map(({ view: container }) => container.title).sort();
    return [
      {
        ...finding("cookie-boundary", void 0, void 0, {
          what: `${enumerate(names2)} ${names2.length === 1 ? "is" : "are"} excluded from the login and inside ${domains.join(", ")}.`,
          why: "Browsers send the login's cookie to every host of that domain, so each of them sees it and could use it for the services behind the login.",
          fix: "Leave it so for services that you trust with it; serve others under a domain of their own."
        }),
        advisory: true
      }
    ];
  }
};

// components/routing/invariants/decision.ts
var ID3 = "service-decision";
var serviceDecision = {
  id: ID3,
  title: "Every published service is behind the login or excluded with a reason",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects: "Every service: each router that Traefik serves asks authentik first, or somebody decided otherwise and wrote down why.",
  remediation: "Declare the service through ProtectedService, or write the middleware label on every router; where a service cannot stand behind the login, use excluded({ reason }).",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => published(view).flatMap((container) => judge(container, view))
};
function judge(container, view) {
  const decision = decisionOf2(container);
  const login = view.gate?.middleware ?? MIDDLEWARE;
  const found3 = container.access.errors.map(
    (error) => finding(ID3, container, void 0, {
      what: `${describe(container.view)} is published by Traefik without a valid access decision: ${error}`,
      why: "Without a decision nobody knows whether it was left open on purpose.",
      fix: "Declare it through ProtectedService, which defaults to the login, or write the 'sso.*' labels."
    })
  );
  if (decision?.mode === "gate" && !container.inGate) {
    found3.push(
      finding(ID3, container, void 0, {
        what: `${describe(container.view)} says 'sso.access=gate' and is no part of the gate.`,
        why: `Only what the component ${GATE_COMPONENT} makes may answer without a login by that decision.`,
        fix: "Write 'sso.access=domain' and the middleware label, or 'sso.access=excluded' with 'sso.reason'."
      })
    );
  }
  const { routers: routers2 } = container.labels;
  if (routers2.size === 0) found3.push(...withoutRouter(container, view));
  for (const [name, router2] of routers2) {
    if (router2.rule === void 0) found3.push(withoutRule(container, name));
    const refused = decision === void 0 && container.decisionLabels["sso.access"] === "excluded";
    if (isGated(router2, login, container.view.provider) || refused) continue;
    found3.push(...openRouter(container, decision, name, router2, login));
  }
  return found3;
}
function withoutRouter(container, view) {
  const { defaultRule: defaultRule2 } = view.static.known ? view.static.value.providers[container.view.provider] : {};
  if (onlyStreams(container) || defaultRule2 === "" || container.inGate) return [];
  return [
    finding(ID3, container, void 0, {
      what: `${describe(container.view)} is published by Traefik and declares no router.`,
      why: "Traefik makes one from its default rule, Host(`<container name>`), with no login in front of it.",
      fix: "Declare it through ProtectedService, write a router with rule and middlewares, or 'traefik.enable=false'."
    })
  ];
}
function withoutRule(container, name) {
  return finding(ID3, container, name, {
    what: `${routerOf(container, name)} has no rule.`,
    why: "Traefik then takes its default rule, so the router answers for a host that nobody wrote down. It may also be a typing error in the router's name: each name is a router of its own.",
    fix: `Write 'traefik.http.routers.${name}.rule', or remove the other labels of '${name}'.`
  });
}
function openRouter(container, decision, name, router2, login) {
  const { provider: provider2 } = container.view;
  const place = router2.middlewares?.findIndex((item) => isReference(item, login, provider2)) ?? -1;
  const label = `traefik.http.routers.${name}.middlewares`;
  switch (decision?.mode) {
    case "gate":
      return container.inGate ? [] : [open(container, name, router2, label, login, place)];
    // Whether the service really logs in through authentik takes the whole stack: see oidc-client.
    case "oidc":
      return [];
    case "excluded":
      return isLimited(decision) ? beyond(container, decision, name, router2, login) : [];
    default:
      return [open(container, name, router2, label, login, place)];
  }
}
function open(container, name, router2, label, login, place) {
  const others = (router2.middlewares ?? []).filter((_, index) => index !== place);
  const line = `${label}=${[login, ...others].join(",")}`;
  const rule = router2.rule ?? "its default rule";
  return finding(ID3, container, name, {
    what: place > 0 ? `${routerOf(container, name)} lists '${login}' after '${router2.middlewares?.slice(0, place).join(",")}'.` : `${routerOf(container, name)} is open: Traefik serves ${rule} without asking authentik.`,
    why: place > 0 ? "What comes before the login can answer without it or change which page authentik is asked about." : "Everybody who reaches Traefik reaches the service.",
    fix: `Write '${line}', or exclude the service: 'sso.access=excluded' with 'sso.reason' (excluded({ reason }) in the program).`
  });
}
function beyond(container, decision, name, router2, login) {
  const parsed3 = router2.rule === void 0 ? void 0 : parseRule(router2.rule);
  if (parsed3 && !parsed3.ok) return [];
  const more = parsed3 ? beyondScope(parsed3.rule, decision) : "on every host";
  if (more === void 0) return [];
  const { paths, sources } = decision;
  const scope = [
    ...paths ? [`the paths ${paths.join(", ")}`] : [],
    ...sources ? [`the clients ${sources.join(", ")}`] : []
  ];
  return [
    finding(ID3, container, name, {
      what: `${routerOf(container, name)} is open beyond ${scope.join(" and ")} of its exclusion, ${more}.`,
      why: "The exclusion names those only; everything else of the host was meant to stay behind the login.",
      fix: `Limit its rule with '&& ${openCondition(decision)}', or write 'traefik.http.routers.${name}.middlewares=${login}'.`
    })
  ];
}

// components/routing/invariants/dns.ts
var ID4 = "dns-record";
var dnsRecord = {
  id: ID4,
  title: "DNS records of protected hosts lead to the gate",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Against the way round by name: a record of a host behind the login that leads to the service's own address never meets Traefik.",
  remediation: "Point the record at the gate, or let the gate's wildcard record cover the host.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const { gate } = view;
    if (!gate || gate.dnsTarget.known && gate.dnsTarget.value === "") return [];
    const proxied = view.dnsRecords.some(
      (record2) => leadsToGate(record2, gate) && record2.proxied.known && record2.proxied.value
    );
    return view.dnsRecords.filter(isAddress).flatMap((record2) => judge2(record2, gate, view, proxied));
  }
};
function judge2(record2, gate, view, proxied) {
  const report2 = (what, why, fix) => ({
    invariant: ID4,
    resource: record2.id,
    what: `DNS record '${record2.title}' ${what}.`,
    why,
    fix
  });
  const target = gate.dnsTarget.known ? gate.dnsTarget.value : "the gate's address";
  if (!record2.name.known) {
    return leadsToGate(record2, gate) ? [] : [report2("has an unknown name", "It may be a host behind the login.", "Write 'name' as plain text.")];
  }
  const host = record2.name.value.toLowerCase();
  if (!isProtected(host, gate, view)) return [];
  if (!leadsToGate(record2, gate)) {
    const where = record2.content.known ? `to '${record2.content.value}'` : "to an address that is unknown";
    return [
      report2(
        `leads '${host}', which is behind the login, ${where}`,
        "Whoever asks for that name then reaches that address without Traefik and without the login.",
        `Write content '${target}', or remove the record where the gate's wildcard covers the host.`
      )
    ];
  }
  if (!proxied || record2.proxied.known && record2.proxied.value) return [];
  return [
    {
      ...report2(
        `leads '${host}' to the gate past Cloudflare's proxy`,
        "The gate's own records hide its address behind the proxy, and this one tells it.",
        "Write proxied: true."
      ),
      advisory: true
    }
  ];
}
function isAddress({ type }) {
  return !type.known || ["A", "AAAA", "CNAME"].includes(type.value.toUpperCase());
}
function leadsToGate({ content }, { dnsTarget, authHost }) {
  if (!content.known) return false;
  const value = content.value.toLowerCase().replace(/\.$/, "");
  return value === authHost || dnsTarget.known && value === dnsTarget.value.toLowerCase();
}
function isProtected(name, gate, view) {
  const names2 = name === "@" ? gate.domains : [name, ...gate.domains.map((domain) => `${name}.${domain}`)];
  return names2.some((host) => {
    if (/[^a-z0-9_.*-]/.test(host)) return true;
    const asked = mustParse(`Host(\`${host}\`)`);
    return overlaps(asked, mustParse(`Host(\`${gate.authHost}\`)`)).answer !== "no" || resolve(view).some(({ gated, parsed: parsed3 }) => gated && parsed3.ok && overlaps(parsed3.rule, asked).answer !== "no");
  });
}

// components/routing/invariants/host.ts
var publishedPort = {
  id: "published-port",
  title: "No container publishes a port past the login without a reason",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "Against the way past Traefik: a published port answers on the host's address, whatever the labels say, of a container without any label too.",
  remediation: "Remove the port, bind it to 127.0.0.1, or list it in 'sso.ports' with a reason.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => view.containers.flatMap((container) => {
    if (isGates(container)) return [];
    const decision = decisionFor(container);
    if (opensEverything(decision)) return [];
    const listed = new Set(portsOf(decision));
    return container.ports.flatMap((port) => {
      if (port.known && (isLoopback(port.value.ip) || listed.has(`${port.value.internal}/${port.value.protocol}`))) {
        return [];
      }
      const name = port.known ? `${port.value.internal}/${port.value.protocol}` : "<port>";
      return [
        report("published-port", container, decision, {
          what: port.known ? `publishes its port ${name} on ${port.value.ip || "every address of the host"}` : "publishes a port of which the address or number is unknown",
          why: "Whoever reaches the host reaches it there without any login.",
          fix: `Remove it from 'ports', bind it to the host alone (ip: "127.0.0.1"), or write ${decision ? "" : "'sso.access=excluded', "}'sso.ports=${[...listed, name].join(",")}' and 'sso.reason'.`
        })
      ];
    });
  })
};
var networkMode = {
  id: "network-mode",
  title: "No container shares the host's network without a reason",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "Against the way past Traefik: in the host's network every port of a container is a port of the host.",
  remediation: "Give the container a network of its own instead of networkMode 'host' or 'container:\u2026'.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => view.containers.flatMap((container) => {
    const { networkMode: mode } = container;
    if (mode.known && !/^(host|container:.*)$/.test(mode.value ?? "")) return [];
    const decision = decisionFor(container);
    if (opensEverything(decision)) return [];
    return [
      report("network-mode", container, decision, {
        what: `has network mode '${mode.known ? mode.value : "unknown"}'`,
        why: "Its ports then belong to the host, or to another container, and answer there without any login.",
        fix: "Remove 'networkMode' and join a network through 'networksAdvanced'; where that cannot be, exclude the whole container: 'sso.access=excluded' with 'sso.reason'."
      })
    ];
  })
};
function decisionFor(container) {
  const read3 = readContainer(container);
  return read3 && decisionOf2(read3);
}
function isGates(container) {
  return container.components.includes(GATE_COMPONENT);
}
function opensEverything(decision) {
  return decision?.mode === "excluded" && !isLimited(decision);
}
function portsOf(decision) {
  if (!decision || decision.mode === "gate") return [];
  return (decision.ports ?? []).flatMap((port) => portOf(port) ?? []);
}
function isLoopback(ip) {
  return /^127\.|^::1$/.test(ip);
}
function report(invariant, container, decision, { what, why, fix }) {
  const standing = !decision ? "has no valid access decision" : decision.mode === "excluded" ? "is excluded for some paths or clients only" : "is behind the login";
  return { invariant, resource: container.id, what: `${describe(container)} ${standing} and ${what}.`, why, fix };
}

// components/routing/invariants/exclusion.ts
var ID5 = "exclusion-current";
var exclusionCurrent = {
  id: ID5,
  title: "No exclusion has expired or lost its object",
  severity: "high",
  scope: "container",
  alsoFleet: true,
  oracle: true,
  protects: "Against exclusions that outlive their reason, or that open more than their range of addresses says.",
  remediation: "Put the service behind the login, or decide anew: reason, owner, last day, paths, ports.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) => [
    ...published(view).flatMap((container) => {
      const decision = decisionOf2(container);
      if (decision?.mode !== "excluded") return [];
      const ended = term(container, decision, view.today);
      if (ended) return [ended];
      return [...coverage(container, decision, view), ...proxies(container, decision, view)];
    }),
    ...readContainers(view).flatMap(unpublishedPorts)
  ]
};
var NOTICE_DAYS = 14;
function term(container, { until, reason, owner }, today) {
  if (until === void 0) return void 0;
  const who = owner === void 0 ? "" : ` Its owner is ${owner}.`;
  if (until < today) {
    return finding(ID5, container, void 0, {
      what: `the exclusion of ${describe(container.view)} ended on ${until}.`,
      why: `It was granted until then for this reason: ${reason}.${who}`,
      fix: "Put the service behind the login (domain()), or write a later 'until' if the reason still holds."
    });
  }
  if ((Date.parse(until) - Date.parse(today)) / 864e5 > NOTICE_DAYS) return void 0;
  return {
    ...finding(ID5, container, void 0, {
      what: `the exclusion of ${describe(container.view)} ends on ${until}.`,
      why: `From the day after, it is a violation. Its reason is: ${reason}.${who}`,
      fix: "Decide in time: domain(), or a later 'until'."
    }),
    advisory: true
  };
}
function coverage(container, decision, view) {
  const login = view.gate?.middleware ?? MIDDLEWARE;
  const routers2 = [...container.labels.routers.values()];
  const open2 = routers2.filter((router2) => !isGated(router2, login, container.view.provider));
  const why = "An exclusion that covers nothing hides that the service is protected, and waits for a mistake.";
  if (routers2.length > 0 && open2.length === 0) {
    return [
      finding(ID5, container, void 0, {
        what: `the exclusion of ${describe(container.view)} opens nothing: every router of it asks for the login.`,
        why,
        fix: "Write domain() instead of excluded(), or remove the 'sso.*' labels of the exclusion."
      })
    ];
  }
  const rules = open2.map(({ rule }) => parseRule(rule ?? "PathPrefix(`/`)"));
  return (decision.paths ?? []).flatMap((path) => {
    const wanted = mustParse(`PathPrefix(\`${path}\`)`);
    if (rules.some((rule) => !rule.ok || overlaps(rule.rule, wanted).answer !== "no")) return [];
    return [
      finding(ID5, container, void 0, {
        what: `the exclusion of ${describe(container.view)} names the path '${path}', which no open router serves.`,
        why,
        fix: `Remove '${path}' from 'sso.paths', or add it to the rule of the open router.`
      })
    ];
  });
}
function proxies(container, { sources }, view) {
  if (!sources || !view.static.known) return [];
  const trusted = [...view.static.value.flags].flatMap(
    ([flag, value]) => /^entrypoints\.[^.]+\.(forwardedheaders|proxyprotocol)\.trustedips$/.test(flag) ? value.split(",") : []
  );
  return sources.flatMap((source) => {
    const proxy = trusted.map((range) => range.trim()).find((range) => isShared(range, source));
    if (proxy === void 0) return [];
    return [
      finding(ID5, container, void 0, {
        what: `the exclusion of ${describe(container.view)} holds for ${source}, in which the proxy ${proxy} is.`,
        why: "Traefik's ClientIP() compares the peer of the connection: everybody who comes through that proxy would be let in.",
        fix: `Narrow 'sso.sources' to ranges without ${proxy}.`
      })
    ];
  });
}
function unpublishedPorts(container) {
  const decision = decisionOf2(container);
  const { ports } = container.view;
  if (!decision || decision.mode === "gate" || ports.some(({ known: known2 }) => !known2)) return [];
  const there = new Set(
    ports.flatMap(
      (port) => port.known && !isLoopback(port.value.ip) ? [`${port.value.internal}/${port.value.protocol}`] : []
    )
  );
  const idle = (decision.ports ?? []).filter((port) => !there.has(portOf(port) ?? ""));
  return idle.map(
    (port) => finding(ID5, container, void 0, {
      what: `${describe(container.view)} lists the port '${port}' in 'sso.ports' and does not publish it.`,
      why: "A port that is allowed and not there waits for a mistake.",
      fix: `Remove '${port}' from 'sso.ports', or publish it.`
    })
  );
}

// components/routing/oidc.ts
var provenHosts = perView(
  ({ oidcClients }) => new Set(oidcClients.filter(({ bound }) => bound).flatMap(({ redirectUris }) => strictHosts(redirectUris)))
);
function strictHosts(uris) {
  if (uris.some(({ known: known2 }) => !known2)) return [];
  return uris.flatMap(
    (uri) => uri.known && uri.value.mode === "strict" && URL.canParse(uri.value.url) ? [new URL(uri.value.url).hostname] : []
  );
}

// components/routing/invariants/gate.ts
var gateKnown = {
  id: "gate-known",
  title: "The gate of the services is known",
  severity: "critical",
  scope: "fleet",
  oracle: false,
  protects: "The check itself: without the gate nothing can be said about its domain, its middleware and its outpost router.",
  remediation: "Declare an SsoGate in this stack, or give the pack its contract: the output 'sso' of the stack that has it.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    if (view.gate) return [];
    const services = published(view).filter(({ labels }) => labels.routers.size > 0);
    if (services.length === 0) return [];
    return [
      finding("gate-known", void 0, void 0, {
        what: `${services.length} containers are published by Traefik (${enumerate(services.map(({ view: container }) => container.title))}), and no gate is known.`,
        why: "Neither its domain nor its outpost router can be checked.",
        fix: "Create an SsoGate in this stack, or write the gate stack's output 'sso' as 'contract' into the pack's configuration."
      })
    ];
  }
};
var oidcClient = {
  id: "oidc-client",
  title: "A service that logs in by itself has a client in authentik",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: "Against 'oidc' as another word for open: it counts only where authentik has a client that leads back to this very host.",
  remediation: "Create the client with a strict redirect URI on the service's host and bind its application to a group.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => published(view).flatMap((container) => {
    if (decisionOf2(container)?.mode !== "oidc") return [];
    const hosts = [...container.labels.routers.values()].flatMap(({ rule }) => {
      const parsed3 = parseRule(rule ?? "");
      return parsed3.ok ? literalHosts(parsed3.rule) ?? [""] : [""];
    });
    const proven = provenHosts(view);
    const open2 = [...new Set(hosts.filter((host) => !proven.has(host)))];
    if (open2.length === 0) return [];
    return [
      finding("oidc-client", container, void 0, {
        what: `${describe(container.view)} says 'sso.access=oidc', and authentik has no bound client with a strict redirect URI on ${enumerate(open2.map((host) => host || "its host (which is no literal Host())"))}.`,
        why: "Nothing shows that it asks for a login, so it counts as open.",
        fix: "Create a ProviderOauth2 with that redirect URI (matchingMode strict), an application and a binding; until then use domain()."
      })
    ];
  })
};

// components/routing/invariants/hosts.ts
var hostBoundary = {
  id: "host-boundary",
  title: "Every host behind the login is inside a protected domain",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "The boundary that authentik's domain mode relies on: its cookie is valid for the domain, and it looks a host up by the end of its name.",
  remediation: "Serve the service under a protected domain, or add its domain to the gate.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const domains = view.gate?.domains;
    if (!domains) return [];
    const inside = mustParse(
      domains.map((domain) => `HostRegexp(\`(^|\\.)${domain.replaceAll(".", "\\.")}\\.?$\`)`).join(" || ")
    );
    return resolve(view).flatMap((router2) => {
      if (!router2.gated || router2.container.inGate || !router2.parsed.ok) return [];
      const outside = hostsOutside(router2.parsed.rule, domains, inside);
      if (outside.length === 0) return [];
      return [
        finding("host-boundary", router2.container, router2.name, {
          what: `${routerOf(router2.container, router2.name)} asks for the login on ${enumerate(outside)}, outside of ${domains.join(", ")}.`,
          why: "The login's cookie is not valid there: users are sent round in circles, and authentik may take the host for another.",
          fix: `Serve it under ${domains.map((domain) => `'*.${domain}'`).join(" or ")}, or give the gate that domain too.`
        })
      ];
    });
  }
};
function hostsOutside(rule, domains, inside) {
  const hosts = literalHosts(rule);
  if (hosts) return hosts.filter((host) => !isWithin(host, domains));
  const found3 = escapes(rule, inside);
  if (found3.answer === "no") return [];
  return [found3.host ? `hosts such as '${found3.host}'` : "other hosts"];
}
var hostOwner = {
  id: "host-owner",
  title: "No open router of another container can answer for a protected host",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: "Protected hosts against a longer, broader or equal rule elsewhere: the longer rule wins, equal ones win at random, and a broad one answers whenever the protected router is disabled.",
  remediation: "Give each host to one container, and open routers literal hosts of their own.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => hostFindings(view)
};
function hostFindings(view) {
  const table = resolve(view);
  const open2 = table.filter((router2) => !router2.gated && !isGates2(router2));
  const gated = table.filter((router2) => router2.gated);
  const narrow = gated.filter((router2) => !router2.hosts && !isWildcard(router2, view.gate?.domains ?? []));
  const owners = /* @__PURE__ */ new Map();
  for (const router2 of gated) {
    for (const host of router2.hosts ?? []) {
      const routers2 = owners.get(host) ?? [];
      routers2.push(router2);
      owners.set(host, routers2);
    }
  }
  return open2.flatMap((router2) => {
    if (!router2.parsed.ok) return [];
    const { rule } = router2.parsed;
    const meets = overlapsWith(rule);
    const rivals = router2.hosts ? [...router2.hosts.flatMap((host) => owners.get(host) ?? []), ...narrow] : gated;
    const taken = rivals.filter((other) => !isOwn2(router2, other, view) && meets(other));
    if (taken.length === 0) return [];
    const names2 = [...new Set(taken.map((other) => describe(other.container.view)))];
    return [
      finding("host-owner", router2.container, router2.name, {
        what: `${routerOf(router2.container, router2.name)} is open and can answer for ${enumerate(names2)}: its rule is ${router2.rule}.`,
        why: "Traefik takes the longer rule or the larger priority; of equal ones, either; and this one alone while the protected router is disabled or its container unhealthy.",
        fix: "Give it a host of its own with Host(), or put it behind the login as well."
      })
    ];
  });
}
function isWildcard({ parsed: parsed3 }, domains) {
  return parsed3.ok && domains.some((domain) => restrict(parsed3.rule, `any-other-name.${domain}`) !== false);
}
function overlapsWith(rule) {
  const answers2 = /* @__PURE__ */ new Map();
  const meetsAt = (host, other) => {
    const [mine, theirs] = [restrict(rule, host), restrict(other, host)];
    if (mine === false || theirs === false) return false;
    if (mine === true && theirs === true) return true;
    const key = JSON.stringify([mine, theirs]);
    const found3 = answers2.get(key) ?? satisfiable(both(mine, theirs)).answer !== "no";
    answers2.set(key, found3);
    return found3;
  };
  return ({ parsed: parsed3, hosts }) => {
    if (!parsed3.ok) return false;
    if (!hosts) return overlaps(rule, parsed3.rule).answer !== "no";
    return hosts.some((host) => meetsAt(host, parsed3.rule) || meetsAt(`${host}.`, parsed3.rule));
  };
}
function both(left, right) {
  if (left === true) return right;
  return typeof right === "boolean" ? left : { kind: "and", left, right };
}
function isOwn2(router2, other, view) {
  if (other.container === router2.container) return true;
  const same = (routersByContainer(view).get(router2.container) ?? []).filter(({ name }) => name === other.name);
  return same.some((twin) => fingerprint(twin) === fingerprint(other));
}
function isGates2({ container }) {
  return container.inGate && decisionOf2(container)?.mode === "gate";
}

// components/routing/identityHeaders.ts
var IDENTITY_HEADERS = [
  "X-authentik-username",
  "X-authentik-groups",
  "X-authentik-entitlements",
  "X-authentik-email",
  "X-authentik-name",
  "X-authentik-uid",
  "X-authentik-jwt",
  "X-authentik-meta-jwks",
  "X-authentik-meta-outpost",
  "X-authentik-meta-provider",
  "X-authentik-meta-app",
  "X-authentik-meta-version"
];

// components/routing/invariants/identity.ts
var identityHeaders = {
  id: "identity-headers",
  title: "Routers without the login strip identity headers",
  severity: "high",
  scope: "container",
  oracle: true,
  protects: "Services that trust X-authentik-* headers: behind the login authentik replaces them, on an open router the client's own would arrive.",
  remediation: "Use the gate's strip middleware on every router that has no login, as ProtectedService does.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => routers(view).flatMap(({ container, name, router: router2 }) => {
    if (isGated(router2, view.gate?.middleware ?? MIDDLEWARE, container.view.provider)) return [];
    const mode = decisionOf2(container)?.mode;
    if (mode !== "excluded" && mode !== "oidc") return [];
    const strip = view.gate?.stripMiddleware ?? STRIP_MIDDLEWARE;
    const { provider: provider2 } = container.view;
    const strips = (item) => isReference(item, strip, provider2) || stripsItself(container, item);
    if (router2.middlewares?.some(strips)) return [];
    return [
      finding("identity-headers", container, name, {
        what: `${routerOf(container, name)} has no login and passes a client's own X-authentik-* headers on.`,
        why: "A service that trusts them lets anybody in as anybody.",
        fix: `Write 'traefik.http.routers.${name}.middlewares=${[strip, ...router2.middlewares ?? []].join(",")}'.`
      })
    ];
  })
};
function keptHeaders(middleware) {
  const headers = middleware.headers ?? {};
  const removed = new Set(
    Object.entries(headers).flatMap(([option, value]) => {
      const name = /^customrequestheaders\.(.+)$/i.exec(option)?.[1];
      return name !== void 0 && value === "" ? [name.toLowerCase()] : [];
    })
  );
  return IDENTITY_HEADERS.filter((header) => !removed.has(header.toLowerCase()));
}
function stripsItself(container, reference) {
  const { provider: provider2 } = container.view;
  return [...container.labels.middlewares].some(
    ([name, middleware]) => isReference(reference, `${name}@${provider2}`, provider2) && keptHeaders(middleware).length === 0
  );
}

// components/routing/invariants/labels.ts
var labelKnown = {
  id: "label-known",
  title: "Labels that decide exposure are known before anything is created",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "The check itself: a label that is only known after creation cannot be judged before it.",
  remediation: "Build label keys, rules and middleware lists from plain strings and stack configuration, never from outputs of resources.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => view.containers.flatMap((container) => {
    const report2 = (what, fix) => ({
      invariant: "label-known",
      resource: container.id,
      what: `${describe(container)}: ${what}`,
      why: "What is unknown at a preview cannot be judged, and so counts as exposed.",
      fix
    });
    if (!container.labels.known) {
      return [report2("its labels are unknown.", "Write the list of labels in the program, from plain values.")];
    }
    const found3 = [];
    for (const { key, value } of container.labels.value) {
      if (!key.known) {
        found3.push(report2("a label has an unknown key.", "Write label keys as plain strings."));
      } else if (!value.known && isJudged(key.value)) {
        found3.push(
          report2(
            `label '${key.value}' has an unknown value.`,
            "Write it as a plain string; a host or name that another resource makes belongs into the stack's configuration."
          )
        );
      }
    }
    return found3;
  })
};
var labelReading = {
  id: "label-reading",
  title: "Traefik reads every label the way it is written",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects: "Against labels that look like protection and are none: keys that differ only in case, a middleware list in indexed form, an empty list, a typing error that drops the whole container.",
  remediation: "Write each key once, in lower case, and lists as one label with commas.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => readContainers(view).flatMap((container) => {
    const texts = container.labels.problems.map(({ message }) => message);
    texts.push(...container.repeated.map((key) => `label '${key}' is given twice with different values. Keep one.`));
    return texts.map(
      (text2) => finding("label-reading", container, void 0, {
        what: `${describe(container.view)}: ${text2}`,
        why: "Traefik says nothing of it, or only in its log, and serves something else than the labels seem to say.",
        fix: "Correct the label."
      })
    );
  })
};
var forbiddenOption = {
  id: "forbidden-option",
  title: "No label changes what belongs to the gate",
  severity: "high",
  scope: "container",
  oracle: true,
  protects: "The default certificate, the access log and the rule language: each can be changed for the whole host from the labels of any one container.",
  remediation: "Remove the label; certificates and logging are configured on Traefik itself.",
  frameworks: FRAMEWORKS.logging,
  check: (view) => readContainers(view).flatMap((container) => {
    const { labels } = container;
    const report2 = (router2, label, why) => finding("forbidden-option", container, router2, {
      what: `${describe(container.view)} sets '${label}'.`,
      why,
      fix: "Remove the label."
    });
    const found3 = labels.tlsStores.map(
      (key) => report2(
        void 0,
        key,
        "It replaces the certificate that Traefik shows for every host that has none of its own."
      )
    );
    if (labels.allowNonRunning) {
      found3.push(report2(void 0, "traefik.docker.allownonrunning", "It keeps the routers of a stopped container."));
    }
    for (const [name, router2] of labels.routers) {
      if (router2.ruleSyntax !== void 0) {
        const why = "It revives a deprecated rule language, in which the same text means something else.";
        found3.push(report2(name, `traefik.http.routers.${name}.rulesyntax`, why));
      }
      for (const [option, on] of Object.entries(router2.observability ?? {})) {
        const why = "It hides the router's requests: nobody can see afterwards who came in.";
        if (!on) found3.push(report2(name, `traefik.http.routers.${name}.observability.${option}=false`, why));
      }
    }
    return found3;
  })
};

// components/routing/invariants/middleware.ts
var ID6 = "middleware-definition";
var middlewareDefinition = {
  id: ID6,
  title: "The gate's middlewares are defined once, and completely",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: "The meaning of 'authentik@docker': any address that always answers 200 lets everybody in, two different definitions delete each other, and a header that is not listed passes from the client to the service.",
  remediation: "Let SsoGate define the middlewares; define nothing of the same name anywhere else.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.gate ? [...loginFindings(view, view.gate), ...stripFindings(view, view.gate)] : []
};
function definitions(view, reference) {
  return definitionsOf(view).get(reference) ?? [];
}
function loginFindings(view, gate) {
  const reference = gate.middleware;
  const used = resolve(view).filter(({ middlewares }) => middlewares.includes(reference));
  const found3 = definitions(view, reference);
  if (!gate.here) return foreignFindings(reference, found3);
  if (found3.length === 0) {
    if (used.length === 0) return [];
    return [
      finding(ID6, void 0, void 0, {
        what: `no container defines the middleware '${reference}' that ${used.length} routers ask for.`,
        why: "Traefik disables a router whose middleware is missing: 404, or an open router with a broader rule.",
        fix: fixText(gate)
      })
    ];
  }
  return [
    ...found3.length > 1 ? [manyFinding(reference, found3)] : [],
    ...found3.flatMap((definition) => loginProblems(definition, gate))
  ];
}
function foreignFindings(reference, found3) {
  return found3.map(
    ({ container }) => finding(ID6, container, void 0, {
      what: `${describe(container.view)} defines the middleware '${reference}', which the stack of the gate defines already.`,
      why: "Two different definitions delete each other, and whoever may define it anew may point it elsewhere.",
      fix: "Remove the definition."
    })
  );
}
function manyFinding(reference, found3) {
  return finding(ID6, found3[1]?.container, void 0, {
    what: `the middleware '${reference}' is defined on ${found3.length} containers: ${enumerate(found3.map(({ container }) => container.view.title))}.`,
    why: "Two different definitions delete each other, and whoever may define it anew may point it elsewhere.",
    fix: "Keep the definition that SsoGate writes and remove the others."
  });
}
function loginProblems({ container, middleware }, gate) {
  const report2 = (what, why) => finding(ID6, container, void 0, {
    what: `${describe(container.view)}: middleware '${gate.middleware}' ${what}`,
    why,
    fix: fixText(gate)
  });
  const types = Object.keys(middleware);
  const options = middleware.forwardauth;
  if (types.length !== 1 || !options) {
    return [report2(`is of type ${types.join(", ")}, not forwardauth.`, "Only forwardAuth asks authentik.")];
  }
  const found3 = [];
  if (options.address !== gate.authAddress) {
    found3.push(
      report2(
        `asks '${String(options.address ?? "")}' instead of '${gate.authAddress}'.`,
        "Any address that answers 200 lets everybody in, and one that leads through Traefik asks itself for ever."
      )
    );
  }
  const kept = IDENTITY_HEADERS.filter((header) => !isReplaced(header, options));
  if (kept.length > 0) {
    found3.push(
      report2(
        `does not replace ${enumerate(kept, 12)}.`,
        "A header that is not listed passes from the client to the service unchanged."
      )
    );
  }
  if (options.trustforwardheader === void 0) {
    found3.push(
      report2(
        "does not say 'trustforwardheader'.",
        "The default is about to change; it decides whose host and path authentik judges."
      )
    );
  }
  if (typeof options.maxresponsebodysize !== "number" || options.maxresponsebodysize <= 0) {
    found3.push(report2("sets no 'maxresponsebodysize'.", "An answer of any size is then kept in Traefik's memory."));
  }
  return found3;
}
function isReplaced(header, options) {
  const listed = options.authresponseheaders;
  if (Array.isArray(listed) && listed.some((name) => name.toLowerCase() === header.toLowerCase())) return true;
  const expression = options.authresponseheadersregex;
  return typeof expression === "string" && found2(expression, canonical(header));
}
function found2(expression, text2) {
  try {
    return expression !== "" && Automaton.of(expression).matches(text2);
  } catch (error) {
    if (error instanceof InvalidRegexp || error instanceof UnsupportedRegexp) return false;
    throw error;
  }
}
function canonical(header) {
  return header.toLowerCase().replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
function stripFindings(view, gate) {
  const reference = gate.stripMiddleware;
  const found3 = definitions(view, reference);
  const used = resolve(view).filter(({ middlewares }) => middlewares.includes(reference));
  if (!gate.here) return foreignFindings(reference, found3);
  const fix = "Let SsoGate define it: a headers middleware with an empty customrequestheaders entry for each X-authentik-* header.";
  if (found3.length === 0 && used.length > 0) {
    return [
      finding(ID6, void 0, void 0, {
        what: `no container defines the middleware '${reference}' that ${used.length} routers ask for.`,
        why: "Traefik disables those routers.",
        fix
      })
    ];
  }
  return [
    ...found3.length > 1 ? [manyFinding(reference, found3)] : [],
    ...found3.flatMap(({ container, middleware }) => {
      const kept = keptHeaders(middleware);
      if (kept.length === 0) return [];
      const what = `${describe(container.view)}: middleware '${reference}' lets ${enumerate(kept, 12)} through.`;
      return [
        finding(ID6, container, void 0, {
          what,
          why: "On a router without the login a client could say who it is.",
          fix
        })
      ];
    })
  ];
}
function fixText(gate) {
  const prefix = `traefik.http.middlewares.${gate.middleware.replace(/@.*$/, "")}.forwardauth`;
  return [
    "Let SsoGate define it, or write on Traefik's own container:",
    `  ${prefix}.address=${gate.authAddress}`,
    `  ${prefix}.authresponseheaders=${IDENTITY_HEADERS.join(",")}`,
    `  ${prefix}.maxresponsebodysize=1048576`,
    `  ${prefix}.trustforwardheader=true`
  ].join("\n");
}

// components/routing/gateParts.ts
function imageName(container) {
  const image = valueOr(container.image, "");
  return (image.replace(/@.*$/, "").split("/").at(-1) ?? "").replace(/:.*$/, "");
}
var names = /* @__PURE__ */ new WeakMap();
function namesOf2(gate) {
  let found3 = names.get(gate);
  if (!found3) {
    const { prefix } = gate;
    found3 = /* @__PURE__ */ new Map([
      [gate.serverName, "server"],
      [`${prefix}-authentik-worker`, "worker"],
      [`${prefix}-postgres`, "postgres"],
      [`${prefix}-redis`, "redis"],
      [`${prefix}-socket-proxy`, "socket-proxy"],
      [`${prefix}-traefik`, "traefik"]
    ]);
    names.set(gate, found3);
  }
  return found3;
}
function gatePart(container, gate) {
  const part = container.name.known ? namesOf2(gate).get(container.name.value) : void 0;
  if (part || !container.components.includes(GATE_COMPONENT)) return part;
  if (container.components.includes(SOCKET_PROXY_COMPONENT)) return "socket-proxy";
  if (isTraefik(valueOr(container.image, void 0), valueOr(container.command, []))) return "traefik";
  const image = imageName(container);
  if (/^postgres/.test(image)) return "postgres";
  if (/^(redis|valkey)/.test(image)) return "redis";
  const [command] = valueOr(container.command, []);
  return command === "server" || command === "worker" ? command : void 0;
}

// components/routing/invariants/network.ts
var undecidedContainer = {
  id: "undecided-container",
  title: "Every container on the services' network carries a decision",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Against the way round inside: on one network every app reaches every other directly, without Traefik and without the login, so what stands there has to be meant to.",
  remediation: "Give databases and helpers of an app a network of their own, shared with that app alone.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const { gate } = view;
    if (!gate) return [];
    const judged = new Set(published(view));
    return view.containers.flatMap((container) => {
      const read3 = readContainer(container);
      if (container.components.includes(GATE_COMPONENT)) return [];
      if (read3 ? decisionOf2(read3) || judged.has(read3) : container.labels.known) return [];
      const networks = networksOf(container);
      const joins = networks.find(
        (network) => !network.known || !gate.network.known || network.value === gate.network.value
      );
      if (!joins) return [];
      const error = read3 ? read3.access.errors[0] : "none of its labels is known.";
      return [
        {
          invariant: "undecided-container",
          resource: container.id,
          what: joins.known ? `${describe(container)} is on the services' network '${joins.value}' without a valid access decision: ${error}` : `${describe(container)} has no access decision and joins a network of which the name is unknown.`,
          why: "Every app on that network reaches it directly, without Traefik and without the login, and it reaches every app.",
          fix: joins.known ? "Give it a network of its own that it shares with its app alone, or write down the decision: the labels 'sso.access' and, for an exclusion, 'sso.reason'." : "Write the network's name as plain text, or give it by the 'name' of a docker.Network of this stack."
        }
      ];
    });
  }
};
var ID7 = "database-network";
var databaseNetwork = {
  id: ID7,
  title: "authentik's database, Redis and the socket proxy are alone with what needs them",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Users, sessions and keys: whoever writes to authentik's database is any user, whoever empties Redis lifts the limit of logins, and the socket proxy shows every container's environment.",
  remediation: "Keep the networks that SsoGate makes for them, and let nothing else join or publish a port.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const { gate } = view;
    if (!gate) return [];
    const networks = privateNetworks(view, gate);
    return view.containers.flatMap((container) => {
      const part = gatePart(container, gate);
      return [...ownPorts(container, part), ...strangers(container, part, networks)];
    });
  }
};
var NEEDS = {
  postgres: ["postgres", "server", "worker"],
  redis: ["redis", "traefik"],
  "socket-proxy": ["socket-proxy", "traefik"]
};
var HOLDS = { postgres: "authentik's database", redis: "Redis", "socket-proxy": "the socket proxy" };
function isPrivate(part) {
  return part !== void 0 && part in NEEDS;
}
function privateNetworks(view, gate) {
  const of = (name, part) => ({ name, holds: HOLDS[part], parts: NEEDS[part] });
  const named = [
    of(`${gate.prefix}-database`, "postgres"),
    of(`${gate.prefix}-ratelimit`, "redis"),
    of(`${gate.prefix}-socket`, "socket-proxy")
  ];
  const joined = view.containers.flatMap((container) => {
    const part = gatePart(container, gate);
    return isPrivate(part) ? networksOf(container).flatMap((name) => name.known ? [of(name.value, part)] : []) : [];
  });
  return [...new Map([...named, ...joined].map((network) => [`${network.name} ${network.holds}`, network])).values()];
}
function ownPorts(container, part) {
  if (!isPrivate(part)) return [];
  return container.ports.filter((port) => !port.known || !isLoopback(port.value.ip)).map((port) => ({
    invariant: ID7,
    resource: container.id,
    what: `${describe(container)} is ${HOLDS[part]} and publishes ${port.known ? `its port ${port.value.internal}` : "an unknown port"}.`,
    why: "Whoever reaches the host reaches it there.",
    fix: "Remove it from 'ports'."
  }));
}
function networksOf({ networks, networkMode: networkMode2 }) {
  const mode = networkMode2.known ? networkMode2.value : void 0;
  return mode === void 0 || /^(|bridge|default|none|host|container:.*)$/.test(mode) ? networks : [...networks, known(mode)];
}
function strangers(container, part, networks) {
  return networksOf(container).flatMap((joined) => {
    const refuse = (what, fix) => ({
      invariant: ID7,
      resource: container.id,
      what: `${describe(container)} ${what}.`,
      why: "Nothing on that network asks who somebody is.",
      fix
    });
    if (!joined.known) {
      const inside = container.components.includes(GATE_COMPONENT);
      return inside && !isPrivate(part) ? [] : [
        refuse(
          "joins a network of which the name is unknown",
          "Write the network's name as plain text, or give it by the 'name' of a docker.Network of this stack."
        )
      ];
    }
    return networks.filter(({ name, parts }) => name === joined.value && !(part && parts.includes(part))).map(
      ({ name, holds, parts }) => refuse(`is on the network '${name}' of ${holds}`, `Take it off: only ${parts.join(", ")} belong there.`)
    );
  });
}

// components/routing/outpostRule.ts
var OUTPOST_PATH_PREFIX = "/outpost.goauthentik.io/";
var OUTPOST_PRIORITY = 1e9;
var DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
function outpostRule(domains) {
  if (domains.length === 0)
    throw new RoutingError("The outpost rule needs at least one protected domain; none was given.");
  for (const domain of domains) {
    if (!DOMAIN.test(domain)) {
      throw new RoutingError(
        `'${domain}' is no domain name. Write it in lower case, without '*.' and port, e.g. 'example.com'.`
      );
    }
  }
  const hosts = domains.map((domain) => `HostRegexp(\`^([a-z0-9-]+\\.)*${domain.replaceAll(".", "\\.")}\\.?$\`)`);
  const host = hosts.length === 1 ? hosts[0] : `(${hosts.join(" || ")})`;
  return `${host} && PathPrefix(\`${OUTPOST_PATH_PREFIX}\`)`;
}

// components/routing/invariants/priority.ts
var MAX_SERVICE_PRIORITY = 1e5;
var priorityRange = {
  id: "priority-range",
  title: "No service takes precedence over the gate",
  severity: "high",
  scope: "container",
  oracle: true,
  protects: "The gate's own routers: a larger priority takes the outpost's path, or the login host, away from authentik.",
  remediation: `Leave priorities away, or keep them at most ${MAX_SERVICE_PRIORITY}.`,
  frameworks: FRAMEWORKS.configuration,
  check: (view) => routers(view).flatMap(
    ({ container, name, router: router2 }) => container.inGate || (router2.priority ?? 0) <= MAX_SERVICE_PRIORITY || router2.rule?.includes("outpost.goauthentik.io") ? [] : [
      finding("priority-range", container, name, {
        what: `${routerOf(container, name)} has priority ${router2.priority}.`,
        why: "It could take requests from the gate's own routers.",
        fix: `Remove 'traefik.http.routers.${name}.priority', or write at most ${MAX_SERVICE_PRIORITY}.`
      })
    ]
  )
};

// components/routing/invariants/outpost.ts
var ID8 = "outpost-router";
var STORY = "It looks like a leftover and is the most important router of the setup: every service's own router claims its whole host, the path of authentik's outpost included. Without it the login's start, its sign-out and its health check are answered by the service instead of authentik, and the callback of a service with a provider of its own ends in a 400, 'mismatched session ID'.";
var outpostRouter = {
  id: ID8,
  title: `${OUTPOST_PATH_PREFIX} of every protected host reaches authentik`,
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: `The login itself. ${STORY}`,
  remediation: "Keep SsoGate's OutpostRouter, or write its labels on the container of authentik's server.",
  frameworks: FRAMEWORKS.authentication,
  // In a stack of services only, the router is the other stack's, and judged there.
  check: (view) => view.gate?.here && hasServices(view) ? judge3(view, view.gate) : []
};
function hasServices(view) {
  return resolve(view).length > 0;
}
function judge3(view, gate) {
  const table = resolve(view);
  const candidates = table.filter(
    ({ rule, labels }) => labels.rule !== void 0 && rule.includes("outpost.goauthentik.io")
  );
  const hosts = requiredHosts(table, gate);
  const judged = candidates.map((router2) => ({ router: router2, faults: faults(router2, table, view, gate) }));
  const isCovered = (host) => judged.some(({ router: router2, faults: wrong }) => wrong.length === 0 && covers(router2, host));
  const uncovered = hosts.flatMap((host) => [host, `${host}.`].filter((form) => !isCovered(form)).slice(0, 1));
  if (uncovered.length === 0) return [];
  const fix = fixText2(gate);
  if (candidates.length === 0) {
    return [
      finding(ID8, server(table, gate)?.container, void 0, {
        what: `no router sends ${OUTPOST_PATH_PREFIX} of ${enumerate(uncovered)} to authentik: the outpost router is missing.`,
        why: STORY,
        fix
      })
    ];
  }
  const faulty = judged.flatMap(
    ({ router: router2, faults: wrong }) => wrong.map(
      (fault) => finding(ID8, router2.container, router2.name, {
        what: `${routerOf(router2.container, router2.name)} ${fault}`,
        why: STORY,
        fix
      })
    )
  );
  if (faulty.length > 0) return faulty;
  return candidates.slice(0, 1).map(
    ({ container, name, rule }) => finding(ID8, container, name, {
      what: `${routerOf(container, name)} does not match ${OUTPOST_PATH_PREFIX} of ${enumerate(uncovered)}; its rule is ${rule}.`,
      why: STORY,
      fix: uncovered.every((host) => host.includes("_")) ? "Rename the host: an underscore is no character of a host name." : fix
    })
  );
}
function requiredHosts(table, gate) {
  const named = table.flatMap(({ parsed: parsed3 }) => parsed3.ok ? literalHosts(parsed3.rule) ?? [] : []);
  const samples = gate.domains.map((domain) => `any-other-name.${domain}`);
  const hosts = named.filter((host) => isWithin(host, gate.domains) && /^[a-z0-9._-]+$/.test(host));
  return [.../* @__PURE__ */ new Set([gate.authHost, ...hosts.sort(), ...samples])];
}
function covers(router2, host) {
  const request = { host, path: `${OUTPOST_PATH_PREFIX}start`, query: {} };
  return router2.parsed.ok && matches(router2.parsed.rule, request) === true;
}
function faults(router2, table, view, gate) {
  const found3 = [];
  if (!router2.parsed.ok) return [`has a rule that Traefik cannot read, and so is disabled: ${router2.parsed.error}.`];
  const placeholder = v2Placeholder(router2.parsed.rule);
  if (placeholder) {
    return [
      `has a rule of Traefik v2: '${placeholder}' is plain text to Traefik v3, which reports the router as enabled and never matches it.`
    ];
  }
  if (router2.labels.ruleSyntax !== void 0) found3.push("depends on 'rulesyntax', which Traefik is about to remove.");
  const definitions2 = definitionsOf(view);
  const chain = expand(router2.middlewares, definitions2);
  const missing = chain.filter((item) => item !== gate.middleware && !definitions2.has(item));
  if (missing.length > 0) {
    found3.push(
      `asks for ${enumerate(missing.map((item) => `'${item}'`))}, which nothing here defines: Traefik disables a router for a middleware that is missing.`
    );
  }
  if (chain.includes(gate.middleware)) {
    found3.push(
      `has the login '${gate.middleware}' in front of itself: it is the way to the login, and would redirect for ever.`
    );
  }
  if (!leadsToServer(router2, table, gate)) {
    found3.push(
      `does not lead to authentik: its service is '${router2.labels.service ?? "not given"}', and it has to be one of '${gate.serverName}'.`
    );
  }
  if (router2.entryPoints && !router2.entryPoints.includes(gate.entryPoint)) {
    found3.push(`is not on entry point '${gate.entryPoint}', where the services are.`);
  }
  const configuration = view.static.known ? view.static.value : void 0;
  if (!router2.labels.tls && configuration?.entryPoints.get(gate.entryPoint)?.tls !== true) {
    found3.push("has no TLS: it answers plain HTTP only, and the services are on HTTPS.");
  }
  found3.push(...priorityFaults(router2, table, gate));
  return found3;
}
function priorityFaults(router2, table, gate) {
  if ((router2.labels.priority ?? 0) <= MAX_SERVICE_PRIORITY) {
    return [
      `has ${router2.labels.priority === void 0 ? "no priority, so the length of its rule counts" : `priority ${router2.labels.priority}`}: a service with a longer rule or a larger priority takes the path back.`
    ];
  }
  const region = mustParse(outpostRule(gate.domains));
  const rivals = table.filter(
    (other) => other !== router2 && other.priority >= router2.priority && !(leadsToServer(other, table, gate) && !other.gated) && (!other.parsed.ok || overlaps(other.parsed.rule, region).answer !== "no")
  );
  return rivals.map(
    ({ name, container, priority }) => `loses the path to router '${name}' of ${describe(container.view)}, which has priority ${priority} (this one has ${router2.priority}).`
  );
}
function leadsToServer(router2, table, gate) {
  const { target } = router2;
  if (target.kind === "own") return isServer(router2, gate);
  if (target.kind !== "elsewhere") return false;
  const owner = server(table, gate)?.container;
  return [...owner?.labels.services.keys() ?? []].some(
    (name) => `${name}@${owner?.view.provider}` === target.reference
  );
}
function server(table, gate) {
  return table.find((router2) => isServer(router2, gate));
}
function isServer({ container }, gate) {
  return container.view.name.known && container.view.name.value === gate.serverName;
}
function fixText2(gate) {
  const router2 = "traefik.http.routers.authentik-outpost";
  return [
    `Keep SsoGate's OutpostRouter, or write on the container '${gate.serverName}':`,
    `  ${router2}.rule=${outpostRule(gate.domains)}`,
    `  ${router2}.entrypoints=${gate.entryPoint}`,
    `  ${router2}.priority=${OUTPOST_PRIORITY}`,
    `  ${router2}.tls=true`,
    `  ${router2}.service=authentik`,
    `and no middleware of the login.`
  ].join("\n");
}

// components/routing/invariants/owner.ts
var serviceOwner = {
  id: "service-owner",
  title: "A service name belongs to one container",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects: "Against merged services: Traefik joins services of one name into one pool, so one container's router serves the other's pages.",
  remediation: "Give each service a name of its own.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => [...joinedServices(view), ...sharedRouterNames(view)]
};
function joinedServices(view) {
  const several = [...servicesOf(view).byReference].filter(([, { length }]) => length > 1);
  return several.flatMap(([reference, servers]) => {
    const containers = [...new Set(servers.map(({ container }) => container))];
    if (containers.length < 2 || areReplicas(containers, view)) return [];
    const names2 = containers.map(({ view: container }) => describe(container));
    return [
      finding("service-owner", void 0, void 0, {
        what: `service '${reference.replace(/@.*$/, "").replace(":", " ")}' is defined by ${enumerate(names2)}.`,
        why: "Traefik joins them into one pool: the router of either serves both, with its own middlewares only.",
        fix: "Rename all but one. Replicas of one service have the same routers, each behind the login."
      })
    ];
  });
}
function areReplicas(containers, view) {
  const [first, ...others] = containers.map(
    (container) => routersByContainer(view).get(container)?.map(fingerprint).sort().join("\n") ?? ""
  );
  const gated = containers.every(
    (container) => (routersByContainer(view).get(container) ?? []).every((router2) => router2.gated)
  );
  return gated && first !== "" && others.every((other) => other === first);
}
function sharedRouterNames(view) {
  const owners = /* @__PURE__ */ new Map();
  for (const router2 of resolve(view)) {
    const name = `${router2.name || router2.container.defaultName}@${router2.container.view.provider}`;
    const routers2 = owners.get(name);
    if (routers2) routers2.push(router2);
    else owners.set(name, [router2]);
  }
  return [...owners.values()].filter(({ length }) => length > 1).flatMap((routers2) => {
    if (new Set(routers2.map(fingerprint)).size < 2) return [];
    const [first] = routers2;
    const names2 = routers2.map(({ container }) => describe(container.view));
    return [
      finding("service-owner", first?.container, first?.name, {
        what: `router '${first?.name || first?.container.defaultName}' is defined differently by ${enumerate(names2)}.`,
        why: "Traefik drops all of them, and serves the one that is left as soon as the other containers stop.",
        fix: "Rename all but one."
      })
    ];
  });
}

// components/routing/invariants/provider.ts
var providerSettings = {
  id: "provider-settings",
  title: "Every proxy provider judges what Traefik asks about, for the gate's own domain",
  severity: "critical",
  scope: "authentik",
  alsoFleet: true,
  oracle: false,
  protects: "The login behind the login: in mode 'proxy' authentik answers Traefik's question with pages instead of a verdict, and a cookie for another domain opens other services, or none.",
  remediation: "Use SsoGate for the domain and application({ groups }) for a service of its own.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.proxyProviders.flatMap((provider2) => settings(provider2, view.gate))
};
function settings(provider2, gate) {
  const { mode, externalHost, cookieDomain } = provider2;
  const report2 = (what, why, fix) => ({
    invariant: "provider-settings",
    resource: provider2.id,
    what: `provider '${provider2.title}' ${what}.`,
    why,
    fix
  });
  const unknown = (name) => report2(
    `has an unknown ${name}`,
    "What is unknown at a preview cannot be judged.",
    `Write '${name}' as plain text.`
  );
  if (!mode.known) return [unknown("mode")];
  if (mode.value !== "forward_domain" && mode.value !== "forward_single") {
    const why = "Behind Traefik's forwardAuth authentik gives a verdict in the forward modes only; as a proxy it would serve the service itself, past Traefik.";
    return [report2(`has mode '${mode.value}'`, why, "Write mode 'forward_domain' or 'forward_single'.")];
  }
  const found3 = [];
  const host = externalHost.known ? urlOf(externalHost.value) : void 0;
  if (!externalHost.known) found3.push(unknown("externalHost"));
  else if (host?.protocol !== "https:") {
    const why = "The login's cookie is only kept from eavesdroppers, and the callback only found, on an https URL.";
    found3.push(report2(`has the external host '${externalHost.value}'`, why, "Write an https URL."));
  }
  if (mode.value === "forward_single") return found3;
  if (gate && host && host.hostname !== gate.authHost) {
    const why = "In domain mode the callback comes back to that host, and only the login's own host leads to authentik.";
    found3.push(report2(`comes back to '${host.hostname}'`, why, `Write externalHost 'https://${gate.authHost}'.`));
  }
  if (!cookieDomain.known) return [...found3, unknown("cookieDomain")];
  const allowed = gate?.domains.map((domain) => `.${domain}`);
  if (!/^\.[^.]/.test(cookieDomain.value) || allowed && !allowed.includes(cookieDomain.value)) {
    const why = "The cookie opens everything below that domain, and without the leading dot authentik sends people back to foreign domains that end the same.";
    const examples = allowed ?? [`.${cookieDomain.value.replace(/^\.+/, "") || "example.com"}`];
    const fix = `Write cookieDomain ${examples.map((domain) => `'${domain}'`).join(" or ")}.`;
    found3.push(report2(`has the cookie domain '${cookieDomain.value}'`, why, fix));
  }
  return found3;
}
function urlOf(text2) {
  return URL.canParse(text2) ? new URL(text2) : void 0;
}
var applicationBinding = {
  id: "application-binding",
  title: "Every application in authentik is bound to somebody",
  severity: "critical",
  scope: "fleet",
  oracle: false,
  protects: "Groups: an application without a binding lets everybody in who has an account.",
  remediation: "Bind the application to a group with a PolicyBinding.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) => view.applications.filter(({ bindings }) => bindings === 0).map(({ id, title }) => ({
    invariant: "application-binding",
    resource: id,
    what: `application '${title}' has no binding that is switched on.`,
    why: "authentik then lets in everybody who has an account.",
    fix: "Add a PolicyBinding whose 'target' is the application's 'uuid', with a group."
  }))
};
var redirectUri = {
  id: "redirect-uri",
  title: "Every OIDC client names its redirect URIs strictly, on https",
  severity: "high",
  scope: "authentik",
  oracle: false,
  protects: "Codes and tokens of a login: they go to the redirect URI, so an expression that matches more than it seems hands them to somebody else.",
  remediation: "Write each redirect URI in full, with matching mode 'strict' and https.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.oidcClients.flatMap(redirects)
};
function redirects({ id, title, redirectUris }) {
  const report2 = (what, why, fix) => ({
    invariant: "redirect-uri",
    resource: id,
    what: `OIDC client '${title}' ${what}.`,
    why,
    fix
  });
  if (redirectUris.length === 0) {
    const why = "authentik then keeps the first one that anybody uses.";
    return [report2("names no redirect URI", why, "Write 'allowedRedirectUris' with the service's callback.")];
  }
  return redirectUris.flatMap((uri) => {
    if (!uri.known) {
      const why2 = "What is unknown at a preview cannot be judged.";
      return [report2("has an unknown redirect URI", why2, "Write matching mode and URL as plain text.")];
    }
    const problem = looseness(uri.value);
    if (!problem) return [];
    const why = "Whoever gets a browser to another matching address gets the login's code.";
    return [
      report2(
        `allows the redirect URI '${uri.value.url}', ${problem}`,
        why,
        "Write it in full: matchingMode 'strict', https."
      )
    ];
  });
}
function looseness({ mode, url }) {
  if (mode !== "strict") return `with matching mode '${mode}'`;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === void 0) return "which is no full URL";
  return scheme === "https" || scheme.includes(".") ? void 0 : `which is ${scheme}`;
}
var outpostProvider = {
  id: "outpost-provider",
  title: "Every proxy provider is served by an outpost",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Groups of a service: while its own provider is on no outpost, the domain's provider answers for its host, and lets in every user of the domain.",
  remediation: "Attach the provider with an OutpostProviderAttachment.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.proxyProviders.filter(({ attached }) => !attached).map(({ id, title }) => ({
    invariant: "outpost-provider",
    resource: id,
    what: `provider '${title}' is attached to no outpost.`,
    why: "The domain's provider then answers for its host, which knows nothing of its groups; the domain's own answers nobody.",
    fix: "Add an OutpostProviderAttachment whose 'protocolProvider' is this provider's id."
  }))
};

// components/routing/invariants/reach.ts
var serviceReach = {
  id: "service-reach",
  title: "Routers lead to their own container",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects: "Protected services against another container's open router: a service can be named from anywhere, and a URL in a label leads to any address.",
  remediation: "Name only services of the same container; for something that is no container use ExternalService.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => routers(view).flatMap(({ container, name, router: router2 }) => {
    const { provider: provider2 } = container.view;
    const own = [...container.labels.services.keys()];
    const service = router2.service ?? (own.length === 1 ? own[0] : void 0);
    const report2 = (what, why, fix) => [
      finding("service-reach", container, name, { what: `${routerOf(container, name)} ${what}`, why, fix })
    ];
    if (service === void 0) return [];
    const reference = qualified(service, `${name}@${provider2}`);
    if (reference.endsWith("@internal")) {
      if (isGated(router2, view.gate?.middleware ?? MIDDLEWARE, provider2)) return [];
      return report2(
        `opens Traefik's own service '${service}'.`,
        "It shows, and with rest@internal changes, everything that Traefik serves.",
        `Write 'traefik.http.routers.${name}.middlewares=${view.gate?.middleware ?? MIDDLEWARE}'.`
      );
    }
    const base = own.find((candidate) => `${candidate}@${provider2}` === reference);
    if (base === void 0) {
      if (own.length === 0 && reference === `${container.defaultName ?? ""}@${provider2}`) return [];
      const [plain] = service.split("@");
      return report2(
        `leads to service '${service}', which this container does not define.`,
        "Another container's service can be reached so without that container's middlewares.",
        `Define 'traefik.http.services.${plain}.loadbalancer.server.port' on this container, or remove the router.`
      );
    }
    const url = container.labels.services.get(base)?.url;
    if (url === void 0 || container.inExternalService) return [];
    return report2(
      `leads to '${url}'.`,
      "A URL in a label leads to any address that Traefik reaches, other services and the host itself included.",
      "Declare it through ExternalService, which says so in the program."
    );
  })
};
var streamRouter = {
  id: "stream-router",
  title: "No TCP or UDP router goes past the login",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects: "Every service on the entry point: TCP and UDP routers run no HTTP middleware, and one for HostSNI(`*`) takes all traffic of the entry point.",
  remediation: "Publish HTTP through HTTP routers; give other protocols a port of their own past Traefik.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => readContainers(view).flatMap((container) => {
    const names2 = [...container.labels.streamRouters.keys()];
    if (names2.length === 0 || container.labels.enable === false) return [];
    return names2.map(
      (name) => finding("stream-router", container, name, {
        what: `${describe(container.view)} has a ${name.replace(":", " router '").toUpperCase().slice(0, 3)} router '${name.slice(4)}'.`,
        why: "No login can stand in front of it, and it can take the traffic of other hosts on the same entry point.",
        fix: `Remove the 'traefik.${name.slice(0, 3)}.*' labels.`
      })
    );
  })
};
var explicitEntryPoint = {
  id: "explicit-entry-point",
  title: "Every router names its entry points",
  severity: "medium",
  scope: "container",
  oracle: true,
  protects: "Against a plain-HTTP twin: a router without entry points is attached to all of them.",
  remediation: "Write entrypoints=websecure on each router.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => routers(view).flatMap(
    ({ container, name, router: router2 }) => router2.entryPoints?.length ? [] : [
      finding("explicit-entry-point", container, name, {
        what: `${routerOf(container, name)} names no entry point.`,
        why: "Traefik attaches it to all of them, plain HTTP included.",
        fix: `Write 'traefik.http.routers.${name}.entrypoints=${view.gate?.entryPoint ?? "websecure"}'.`
      })
    ]
  )
};
var gateEntryPoint = {
  id: "gate-entry-point",
  title: "Services are served on the gate's HTTPS entry point only",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects: "Sessions: on another entry point the outpost's path, TLS and the trusted proxies may be others.",
  remediation: "Put routers on the gate's entry point.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const wanted = view.gate?.entryPoint;
    if (wanted === void 0) return [];
    return resolve(view).flatMap(({ container, name, labels, answering }) => {
      const others = labels.entryPoints?.filter((point) => point !== wanted) ?? [];
      if (others.length > 0) {
        return [
          finding("gate-entry-point", container, name, {
            what: `${routerOf(container, name)} is on entry point ${enumerate(others)}; the gate's is '${wanted}'.`,
            why: "There the service may be served without TLS, and the login's paths are missing.",
            fix: `Write 'traefik.http.routers.${name}.entrypoints=${wanted}'.`
          })
        ];
      }
      if (labels.rule?.includes("outpost.goauthentik.io")) return [];
      const plain = answering.some(({ entryPoint: entryPoint2, tls }) => entryPoint2 === wanted.toLowerCase() && tls === false);
      if (!plain) return [];
      return [
        finding("gate-entry-point", container, name, {
          what: `${routerOf(container, name)} has no TLS, on an entry point that gives none to it.`,
          why: `On '${wanted}' it answers plain HTTP only: the session's cookie and everything else is readable on the way.`,
          fix: `Write 'traefik.http.routers.${name}.tls=true', or '--entrypoints.${wanted}.http.tls=true' on Traefik's command line.`
        })
      ];
    });
  }
};

// components/routing/invariants/rules.ts
var ruleLanguage = {
  id: "rule-language",
  title: "Rules are valid in Traefik v3 and match no more than they say",
  severity: "high",
  scope: "container",
  oracle: true,
  protects: "Against rules that Traefik accepts and that never match (v2 placeholders), that it refuses (the next broad rule then answers), and that match foreign hosts (unanchored expressions).",
  remediation: "Write literal hosts with Host(), and expressions anchored and with escaped dots.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => routers(view).flatMap(({ container, name, router: router2 }) => {
    if (router2.rule === void 0 || router2.ruleSyntax !== void 0) return [];
    const report2 = (problem, why, fix) => finding("rule-language", container, name, { what: `${routerOf(container, name)}: ${problem}`, why, fix });
    const parsed3 = parseRule(router2.rule);
    if (!parsed3.ok) {
      return [
        report2(
          `rule ${router2.rule} cannot be read: ${parsed3.error}.`,
          "Traefik disables the router, and whatever broader rule there is answers instead.",
          "Correct the rule."
        )
      ];
    }
    const placeholder = v2Placeholder(parsed3.rule);
    if (placeholder) {
      return [
        report2(
          `rule ${router2.rule} uses the placeholder '${placeholder}' of Traefik v2.`,
          "Traefik v3 takes it as plain text, reports the router as enabled, logs nothing, and never matches it.",
          "Write an anchored expression, e.g. HostRegexp(`^[a-z0-9-]+\\.example\\.com$`)."
        )
      ];
    }
    return hostExpressions(parsed3.rule).flatMap((expression) => {
      const problem = looseness2(expression);
      return problem ? [
        report2(
          `HostRegexp(\`${expression}\`) ${problem}.`,
          "Traefik v3 looks for the expression anywhere in the host, and an unescaped dot is any character.",
          "Write '^' before, '$' after and '\\.' for each dot, or literal hosts with Host()."
        )
      ] : [];
    });
  })
};
function hostExpressions(rule) {
  return matchersOf(rule).flatMap(({ name, args }) => name === "HostRegexp" ? args : []);
}
function looseness2(expression) {
  if (!/^(\(\?[a-z]+\))?(\^|\\A)/.test(expression)) return "has no '^' at its beginning";
  if (!/(?<!\\)(\$|\\z)$/.test(expression)) return "has no '$' at its end";
  if (hasTopLevelChoice(expression))
    return "has an alternative outside of parentheses, to which '^' or '$' does not apply";
  const bare = expression.replaceAll(/\\./g, "").replaceAll(/\[[^\]]*\]/g, "");
  if (/\.(?![*+?{])/.test(bare)) return "has a dot that is not escaped";
  return void 0;
}
function hasTopLevelChoice(expression) {
  let depth = 0;
  for (const character of expression.replaceAll(/\\./g, "").replaceAll(/\[[^\]]*\]/g, "")) {
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "|" && depth === 0) return true;
  }
  return false;
}

// components/routing/invariants/socket.ts
var dockerSocket = {
  id: "docker-socket",
  title: "Nobody who can be reached holds the raw Docker socket",
  severity: "high",
  scope: "container",
  oracle: false,
  protects: "The host: the Docker socket is root, mounted read-only or not. Traefik is what the internet talks to, and a service that every user may open hands root to each of them.",
  remediation: "Give Traefik the read-only socket proxy, as SsoGate does; limit a service that needs the socket to a group with application({ groups }).",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => view.containers.flatMap((container) => {
    const mounts = container.mounts.filter((mount2) => !mount2.known || holdsSocket(mount2.value));
    const mount = mounts.find(({ known: known2 }) => known2) ?? mounts[0];
    if (!mount || container.components.includes(SOCKET_PROXY_COMPONENT)) return [];
    const traefik = isTraefik(valueOr(container.image, void 0), valueOr(container.command, []));
    if (!traefik && !isReachable(container, view)) return [];
    const what = mount.known ? `'${mount.value.source}'` : "something of which the source is unknown";
    return [
      {
        invariant: "docker-socket",
        resource: container.id,
        what: traefik ? `${describe(container)} runs Traefik and mounts ${what}.` : `${describe(container)} can be reached by more than one group and mounts ${what}.`,
        why: traefik ? "Whoever breaks into Traefik is root on the host." : "The Docker socket is root on the host, for everybody who may use the service.",
        fix: mount.known ? traefik ? "Use SsoGate's socket proxy, and '--providers.docker.endpoint=tcp://<proxy>:2375'." : "Limit it with application({ groups: [\u2026] }), give it a read-only socket proxy, or do not publish it." : "Write the mount's source as plain text, or give a volume by 'volumeName'."
      }
    ];
  })
};
function holdsSocket({ source }) {
  const path = source.replace(/\/+$/, "") || (source.startsWith("/") ? "/" : "");
  return /\/(docker|podman|containerd)\.sock$/.test(path) || /^(\/|(\/var)?\/run|\/var|\/run\/(podman|containerd))$/.test(path);
}
function isReachable(container, view) {
  const read3 = readContainer(container);
  if (!read3) return true;
  if (decisionOf2(read3)?.mode === "application") return false;
  const opensPort = container.ports.some((port) => !port.known || !isLoopback(port.value.ip));
  return opensPort || published(view).includes(read3);
}

// components/routing/invariants/staticProblem.ts
function flagFix(flag) {
  return `Write '--${flag}' on Traefik's command line.`;
}

// components/routing/invariants/staticEntryPoints.ts
function entryPointProblems({ flags }, point) {
  if (point.udp) return [];
  const { name } = point;
  const prefix = `entrypoints.${name}`;
  const found3 = [];
  const add = (what, why, flag) => found3.push({ what: `entry point '${name}' ${what}`, why, fix: flagFix(flag) });
  for (const source of ["forwardedheaders", "proxyprotocol"]) {
    const why = "A client then chooses the host and path that authentik judges, and its own address.";
    if (isTrue(flags.get(`${prefix}.${source}.insecure`))) {
      add(`believes the ${source} of everybody.`, why, `${prefix}.${source}.insecure=false`);
    }
    const trusted = (flags.get(`${prefix}.${source}.trustedips`) ?? "").split(",").map((range) => range.trim());
    if (trusted.some((range) => range.endsWith("/0"))) {
      const what = `believes the ${source} of every address (${trusted.join(", ")}).`;
      add(what, why, `${prefix}.${source}.trustedips=<addresses of your proxy>`);
    }
  }
  if (!["delete", "reject"].includes(flags.get(`${prefix}.http.aliasheadersstrategy`) ?? "")) {
    const why = "X_authentik_username reaches a service as X-authentik-username does, and nothing replaces it.";
    add("keeps aliases of headers.", why, `${prefix}.http.aliasheadersstrategy=delete`);
  }
  if (isFalse(flags.get(`${prefix}.http.sanitizepath`))) {
    const why = "A path can then end somewhere else than where it was judged.";
    add("does not resolve dots in paths.", why, `${prefix}.http.sanitizepath=true`);
  }
  for (const character of ["slash", "percent"]) {
    const flag = `${prefix}.http.encodedcharacters.allowencoded${character}`;
    if (isFalse(flags.get(flag))) continue;
    add(
      `lets an encoded ${character} through.`,
      "Traefik and the service can read such a path differently.",
      `${flag}=false`
    );
  }
  if (isFalse(flags.get(`${prefix}.observability.accesslogs`))) {
    const why = "Low: nobody can see afterwards who came in there.";
    add("is left out of the access log.", why, `${prefix}.observability.accesslogs=true`);
  }
  found3.push(...plainProblems(flags, point));
  return found3;
}
function plainProblems(flags, { name, tls }) {
  const redirect = `entrypoints.${name}.http.redirections.entrypoint`;
  const found3 = [];
  const add = (what, why, flag) => found3.push({ what: `entry point '${name}' ${what}`, why, fix: flagFix(flag) });
  if (!tls && name !== "traefik" && flags.get(`${redirect}.to`) === void 0) {
    add("serves plain HTTP.", "A router that lands on it is served without TLS.", `${redirect}.to=websecure`);
  }
  if (flags.get(`${redirect}.priority`) !== void 0) {
    const why = "Routers with a larger one are served over plain HTTP.";
    add("has a redirect with a priority of its own.", why, `${redirect}.to=websecure (and no priority)`);
  }
  if (isTrue(flags.get(`entrypoints.${name}.allowacmebypass`))) {
    const why = "Routers are served over plain HTTP under /.well-known/acme-challenge/.";
    add("lets a path past its redirect.", why, `entrypoints.${name}.allowacmebypass=false`);
  }
  return found3;
}

// components/routing/invariants/static.ts
var staticConfiguration = {
  id: "static-configuration",
  title: "Traefik's own configuration leaves no way round the login",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: "Against what no label shows: containers published by default, an open API, plain HTTP, forwarded headers that any client may send.",
  remediation: "Let SsoGate run Traefik, or give an adopted one the flags that the message names.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    if (!view.gate || readContainers(view).length === 0) return [];
    return staticProblems(view, view.gate).map(
      ({ what, why, fix }) => finding("static-configuration", void 0, void 0, { what, why, fix })
    );
  }
};
function staticProblems(view, gate) {
  if (!view.static.known) {
    return [
      {
        what: "Traefik's static configuration is unknown.",
        why: "Its defaults publish every container on every entry point.",
        fix: "Write plain flags as the command of Traefik's container, with no configuration file; for a Traefik of another stack or host, as 'adoptTraefik.staticConfiguration' of SsoGate."
      }
    ];
  }
  const configuration = view.static.value;
  return [
    ...labelProviders(configuration).flatMap((name) => providerProblems(configuration, name, gate)),
    ...otherProviders(configuration),
    ...globalProblems(configuration),
    ...[...configuration.entryPoints.values()].flatMap((point) => entryPointProblems(configuration, point))
  ];
}
function labelProviders({ flags }) {
  const used = ["docker", "swarm"].filter(
    (name) => [...flags.keys()].some((flag) => flag === `providers.${name}` || flag.startsWith(`providers.${name}.`))
  );
  return used.length > 0 ? used : ["docker"];
}
function providerProblems(configuration, name, gate) {
  const { exposedByDefault, defaultRule: defaultRule2, constraints } = configuration.providers[name];
  const found3 = [];
  if (exposedByDefault) {
    found3.push({
      what: "Traefik publishes containers that do not ask for it.",
      why: "A container without a single label is then served to everybody.",
      fix: flagFix(`providers.${name}.exposedbydefault=false`)
    });
  }
  if (defaultRule2 !== "") {
    found3.push({
      what: "Traefik gives containers without a rule a default one.",
      why: "Such a router has no login in front of it.",
      fix: flagFix(`providers.${name}.defaultrule=`)
    });
  }
  if (constraints === "" && gate.here) {
    found3.push({
      what: "Traefik reads the labels of every container, those that an image brings along included.",
      why: "Medium: no program shows the labels of an image, so an image can publish itself; and another gate's containers on the same Docker Engine are taken for its own.",
      fix: flagFix(`providers.${name}.constraints=Label(\`sso.gate\`,\`${gate.prefix}\`)`)
    });
  }
  return found3;
}
function otherProviders({ flags }) {
  const names2 = [...flags].flatMap(([flag, value]) => {
    const name = /^providers\.([a-z]+)(\.|$)/.exec(flag)?.[1];
    return name === void 0 || flag === `providers.${name}` && isFalse(value) ? [] : [name];
  });
  return [...new Set(names2)].filter((name) => !["docker", "swarm", "file", "providersthrottleduration", "precedence"].includes(name)).map((name) => ({
    what: `Traefik also takes routers from the provider '${name}'.`,
    why: "Nothing here can read them: any of them may lead to a service without the login.",
    fix: `Remove '--providers.${name}' and everything below it from Traefik's command line, and use labels.`
  }));
}
function globalProblems({ flags, entryPoints: entryPoints2 }) {
  const found3 = [];
  if (isTrue(flags.get("api.insecure"))) {
    found3.push({
      what: "Traefik serves its API on a port of its own.",
      why: "It shows everything that Traefik serves, without a login.",
      fix: flagFix("api.insecure=false")
    });
  }
  const metrics = flags.get("metrics.prometheus.entrypoint")?.toLowerCase();
  if (metrics !== void 0 && metrics !== "traefik" && entryPoints2.has(metrics)) {
    found3.push({
      what: `Traefik serves its metrics on entry point '${metrics}'.`,
      why: "They name every router and service, without a login.",
      fix: "Remove '--metrics.prometheus.entrypoint', and keep the port of entry point 'traefik' unpublished."
    });
  }
  if ([...flags.keys()].some((flag) => /^experimental\.(local)?plugins\./.test(flag))) {
    found3.push({
      what: "Traefik runs plugins.",
      why: "A plugin is a program of somebody else's between the client and the login, and no label says what it does.",
      fix: "Remove '--experimental.plugins' and '--experimental.localplugins' from Traefik's command line."
    });
  }
  if (flags.get("core.defaultrulesyntax") === "v2") {
    found3.push({
      what: "Traefik reads rules in the language of its version 2.",
      why: "The same text means something else there, so no rule can be judged.",
      fix: "Remove '--core.defaultrulesyntax' from Traefik's command line."
    });
  }
  return [...found3, ...loggingProblems(flags)];
}
function loggingProblems(flags) {
  const on = [...flags].some(
    ([flag, value]) => flag === "accesslog" ? !isFalse(value) : flag.startsWith("accesslog.")
  );
  if (!on) {
    return [
      {
        what: "Traefik writes no access log.",
        why: "Low: nobody can see afterwards who asked for what.",
        fix: flagFix("accesslog=true")
      }
    ];
  }
  const filters = [...flags.keys()].filter((flag) => flag.startsWith("accesslog.filters."));
  return filters.map((flag) => ({
    what: `Traefik leaves requests out of its access log ('--${flag}').`,
    why: "Low: what it leaves out cannot be seen afterwards.",
    fix: `Remove '--${flag}' from Traefik's command line.`
  }));
}

// components/routing/versionFloors.ts
var VERSION_FLOORS = [
  {
    product: "authentik",
    line: "2026.5.0",
    version: "2026.5.7",
    advisory: "CVE-2026-25748, GHSA-m9h4-7j9c-55x9",
    because: "a malformed session cookie passes the forward-auth check, and provider secrets can be read"
  },
  {
    product: "authentik",
    line: "2026.8.0",
    version: "2026.8.2",
    advisory: "GHSA-m9h4-7j9c-55x9",
    because: "provider secrets can be read with the permission to view"
  },
  {
    product: "traefik",
    line: "3.7.0",
    version: "3.7.15",
    advisory: "GHSA-rf44-j88r-hh8c, GHSA-v67p-phpq-fc8x",
    because: "a client can smuggle identity headers under another spelling"
  }
];
var BUILT_HERE = "authentik-sso.testbed/";
function versionOfImage(image) {
  if (image.startsWith(BUILT_HERE)) return "built-here";
  const tag = /:([^/:@]+)(?:@.*)?$/.exec(image)?.[1];
  return tag === void 0 ? void 0 : releaseOf(tag);
}
function releaseOf(text2) {
  const match = /^v?(\d+\.\d+\.\d+)(?:-([a-z][a-z0-9.-]*))?$/.exec(text2);
  return match && !/^(rc|beta|alpha|ea|next|dev)/.test(match[2] ?? "") ? match[1] : void 0;
}
function floorAbove(product, version) {
  const floors = VERSION_FLOORS.filter((floor2) => floor2.product === product);
  const floor = floors.filter(({ line }) => compare2(line, version) <= 0).at(-1) ?? floors[0];
  return floor && compare2(version, floor.version) < 0 ? floor : void 0;
}
function compare2(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (const [index, part] of (left ?? []).entries()) {
    const difference = part - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

// components/routing/invariants/version.ts
var ID9 = "version-floor";
var versionFloor = {
  id: ID9,
  title: "authentik and Traefik are no older than their last known way past the login",
  severity: "critical",
  scope: "container",
  alsoFleet: true,
  oracle: false,
  protects: "Against published ways past the login: every one of them is closed by a newer release, and only by that.",
  remediation: "Pin a full release at or above the floor that the message names.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => [...view.containers.flatMap(ofContainer), ...ofTraefikElsewhere(view)]
};
function ofContainer(container) {
  const product = productOf(container);
  if (!product) return [];
  const where = `${describe(container)} runs ${NAMES[product]}`;
  if (!container.image.known) {
    return [{ invariant: ID9, resource: container.id, ...unreadable2(`${where} of an unknown image`, product) }];
  }
  const version = versionOfImage(container.image.value);
  if (version === "built-here") return [];
  if (version === void 0) {
    const what = `${where} as '${container.image.value}', which names no release`;
    return [{ invariant: ID9, resource: container.id, ...unreadable2(what, product) }];
  }
  return tooOld(container.id, where, product, version);
}
function ofTraefikElsewhere({ gate, containers }) {
  const version = gate?.traefikVersion;
  if (!version || containers.some((container) => productOf(container) === "traefik")) return [];
  const release = version.known ? releaseOf(version.value) : void 0;
  const where = "the Traefik in front of the services";
  if (release !== void 0) return tooOld("", `${where} is`, "traefik", release);
  const given = version.known && version.value !== "" ? `'${version.value}', which is no release` : "not known";
  return [
    {
      invariant: ID9,
      resource: "",
      what: `the version of ${where} is ${given}.`,
      why: "What cannot be read may be open to any advisory.",
      fix: `Write the full version as 'adoptTraefik.version' of SsoGate, ${latest("traefik")} or newer.`
    }
  ];
}
var NAMES = { authentik: "authentik", traefik: "Traefik" };
var EXAMPLES = {
  authentik: "ghcr.io/goauthentik/server:",
  traefik: "docker.io/library/traefik:v"
};
function tooOld(resource, where, product, version) {
  const floor = floorAbove(product, version);
  if (!floor) return [];
  return [
    {
      invariant: ID9,
      resource,
      what: `${where} ${version}, below ${floor.version}.`,
      why: `In it ${floor.because} (${floor.advisory}).`,
      fix: `Write '${EXAMPLES[product]}${floor.version}' or newer.`
    }
  ];
}
function unreadable2(what, product) {
  return {
    what: `${what}.`,
    why: "What cannot be read may be open to any advisory, and changes under a running stack.",
    fix: `Write a full release, e.g. '${EXAMPLES[product]}${latest(product)}'; a digest may follow it.`
  };
}
function latest(product) {
  return VERSION_FLOORS.find((floor) => floor.product === product)?.version ?? "";
}
function productOf(container) {
  const command = valueOr(container.command, []);
  if (isTraefik(valueOr(container.image, void 0), command)) return "traefik";
  const image = valueOr(container.image, "");
  if (!container.components.includes(AUTHENTIK_COMPONENT) && !image.includes("authentik")) return void 0;
  if (/(^|\/)goauthentik\//.test(image) || /^authentik(-(server|worker|proxy|outpost))?$/.test(imageName(container))) {
    return "authentik";
  }
  const runs = command[0] === "server" || command[0] === "worker";
  return container.components.includes(AUTHENTIK_COMPONENT) && runs ? "authentik" : void 0;
}

// components/routing/invariants/index.ts
var INVARIANTS = [
  outpostRouter,
  serviceDecision,
  labelKnown,
  labelReading,
  identityHeaders,
  middlewareDefinition,
  hostBoundary,
  hostOwner,
  gateKnown,
  oidcClient,
  exclusionCurrent,
  ruleLanguage,
  chainOrder,
  serviceReach,
  serviceOwner,
  streamRouter,
  priorityRange,
  explicitEntryPoint,
  gateEntryPoint,
  forbiddenOption,
  staticConfiguration,
  publishedPort,
  networkMode,
  dockerSocket,
  versionFloor,
  undecidedContainer,
  databaseNetwork,
  providerSettings,
  applicationBinding,
  redirectUri,
  outpostProvider,
  dnsRecord,
  exclusionApproved,
  cookieBoundary
];

// components/routing/streams.ts
var streamsOf2 = perView((view) => {
  const configuration = view.static.known ? view.static.value : void 0;
  return readable2(view).flatMap(
    (container) => [...container.labels.streamRouters].flatMap(([name, labels]) => {
      const service = serviceOf2(container, name, labels);
      const entryPoints2 = entryPointsOf2(labels, configuration);
      if (service === void 0 || entryPoints2?.length === 0) return [];
      const parsed3 = labels.protocol === "udp" ? void 0 : tcpRule(labels);
      if (labels.protocol === "tcp" && (parsed3 === void 0 || isDisabled(parsed3, labels))) return [];
      return [{ name, container, labels, parsed: parsed3, entryPoints: entryPoints2, service }];
    })
  );
});
function tcpRule({ rule }) {
  return rule === void 0 || rule === "" ? void 0 : parseRule(rule, "tcp");
}
function isDisabled(parsed3, { tls }) {
  if (!parsed3.ok) return parsed3.refused;
  const { rule } = parsed3;
  return !tls && rule.kind === "matcher" && rule.name === "HostSNI" && rule.args[0] !== "*";
}
function serviceOf2(container, router2, labels) {
  const { protocol } = labels;
  const user = `${router2}@${container.view.provider}`;
  if (labels.service) return `${protocol}:${qualified(labels.service, user)}`;
  const names2 = container.labels.streamServices.filter((name) => name.startsWith(`${protocol}:`));
  if (names2.length > 1) return void 0;
  return `${names2[0] ?? `${protocol}:${container.defaultName ?? ""}`}@${container.view.provider}`;
}
function entryPointsOf2(labels, configuration) {
  const points = configuration && [...configuration.entryPoints.values()];
  if (!points?.some(({ name }) => name !== "traefik")) return void 0;
  const udp = labels.protocol === "udp";
  if (!labels.entryPoints) return points.filter((point) => udp ? point.udp : point.isDefault).map(({ name }) => name);
  return labels.entryPoints.map((name) => name.toLowerCase()).filter((name) => name === "traefik" && !udp || points.some((point) => point.name === name && point.udp === udp));
}

// components/routing/locations.ts
var import_node_net4 = require("node:net");
var locationsOf = perView((view) => {
  const { containers } = view;
  const names2 = indexed(containers, namesOf3);
  const addresses = indexed(containers, ({ addresses: own }) => own);
  const traefiks = containers.filter(
    ({ image, command }) => isTraefik(image.known ? image.value : void 0, command.known ? command.value : [])
  );
  const withoutAddress = containers.filter((container) => container.addresses.length === 0);
  const onHost = containers.filter((container) => isOnHost(container) && !traefiks.includes(container));
  const spaces = networkSpaces(view, names2);
  return {
    sharing: (container) => spaces.get(container) ?? [container],
    at: (url) => {
      const host = hostOf(url);
      if (host === void 0) return { sure: false, containers };
      const found3 = addresses.get(host) ?? names2.get(host) ?? byId(containers, host);
      if (found3) return { sure: true, containers: found3.flatMap((container) => spaces.get(container) ?? [container]) };
      if (/^(localhost|127\.|::1$|0\.0\.0\.0$|::$)/.test(host))
        return { sure: false, containers: [...traefiks, ...onHost] };
      if (/^(host|gateway)\.(docker|containers)\.internal$/.test(host)) return { sure: false, containers: onHost };
      if (!host.includes(".") || (0, import_node_net4.isIP)(host) === 6) return { sure: false, containers };
      return { sure: false, containers: [...withoutAddress, ...onHost] };
    }
  };
});
function indexed(containers, keysOf) {
  const index = /* @__PURE__ */ new Map();
  for (const container of containers) {
    for (const key of keysOf(container)) {
      const found3 = index.get(key) ?? [];
      found3.push(container);
      index.set(key, found3);
    }
  }
  return index;
}
function namesOf3({ name, networks }) {
  if (!name.known) return [];
  const plain = name.value.toLowerCase();
  return [plain, ...networks.flatMap((network) => network.known ? [`${plain}.${network.value.toLowerCase()}`] : [])];
}
function byId(containers, host) {
  if (!/^[0-9a-f]{12,64}$/.test(host)) return void 0;
  const found3 = containers.filter(({ id }) => id.startsWith(host));
  return found3.length > 0 ? found3 : void 0;
}
function hostOf(url) {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s\\%]+$/i.test(url) || !URL.canParse(url)) return void 0;
  const host = new URL(url.replace(/^h2c:/i, "http:")).hostname.toLowerCase();
  return host === "" ? void 0 : host.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}
function isOnHost({ networkMode: networkMode2, ports }) {
  const host = networkMode2.known && networkMode2.value === "host";
  return host || ports.some((port) => !port.known || !/^(127\.|::1$)/.test(port.value.ip));
}
function networkSpaces({ containers }, names2) {
  const spaces = /* @__PURE__ */ new Map();
  const join3 = (members) => {
    const all2 = [...new Set(members.flatMap((member) => spaces.get(member) ?? [member]))];
    for (const member of all2) spaces.set(member, all2);
  };
  for (const container of containers) {
    const { networkMode: networkMode2 } = container;
    const mode = networkMode2.known ? networkMode2.value : "container:";
    const other = /^container:(.*)$/.exec(mode ?? "")?.[1]?.toLowerCase();
    if (other !== void 0) join3([container, ...names2.get(other) ?? byId(containers, other) ?? containers]);
    if (mode === "host") join3([container, ...containers.filter(isOnHost)]);
  }
  return spaces;
}

// components/routing/reachable.ts
function isOpen(router2) {
  return router2.answering.some(({ gated }) => !gated);
}
var openRouters = perView((view) => {
  const byHost = /* @__PURE__ */ new Map();
  const broad = [];
  for (const router2 of resolve(view).filter(isOpen)) {
    if (!router2.hosts) broad.push(router2);
    for (const host of router2.hosts ?? []) {
      const routers2 = byHost.get(host) ?? [];
      routers2.push(router2);
      byHost.set(host, routers2);
    }
  }
  return { byHost, broad };
});

// components/routing/finding.ts
function findingText(finding2) {
  return `${finding2.what} ${finding2.why} ${finding2.fix} [${finding2.invariant}]`;
}

// policies/adapter/read.ts
var import_policy = require("@pulumi/policy");
function read2(props, name) {
  try {
    return known(props[name]);
  } catch (error) {
    if (error instanceof import_policy.UnknownValueError) return UNKNOWN;
    throw error;
  }
}
function readText(props, name) {
  const value = read2(props, name);
  if (!value.known) return value;
  return known(value.value === void 0 || value.value === null ? void 0 : String(value.value));
}
function textOf(props, name) {
  const text2 = readText(props, name);
  return text2.known ? known(text2.value ?? "") : text2;
}
function readList3(props, name) {
  const list2 = read2(props, name);
  if (!list2.known) return list2;
  if (!Array.isArray(list2.value)) return known([]);
  const elements = list2.value;
  return known(Array.from({ length: list2.value.length }, (_, index) => read2(elements, String(index))));
}
function readObjects(props, name, convert) {
  const list2 = readList3(props, name);
  if (!list2.known) return [UNKNOWN];
  return list2.value.map((element) => element.known && isObject(element.value) ? convert(element.value) : UNKNOWN);
}
function readTexts(props, name) {
  const list2 = readList3(props, name);
  if (!list2.known) return list2;
  const texts = [];
  for (const element of list2.value) {
    if (!element.known) return UNKNOWN;
    texts.push(String(element.value));
  }
  return known(texts);
}
function readObject(props, name) {
  const value = read2(props, name);
  return value.known && isObject(value.value) ? value.value : void 0;
}
function isObject(value) {
  return typeof value === "object" && value !== null;
}

// policies/adapter/networks.ts
var NETWORK = "docker:index/network:Network";
function networksOf2(resources) {
  const found3 = resources.filter(({ type }) => type === NETWORK).map(({ urn, props }) => {
    const name = readText(props, "name");
    const id = readText(props, "id");
    return { urn, id: id.known ? id.value : void 0, name: name.known ? known(name.value ?? "") : UNKNOWN };
  });
  return {
    byUrn: new Map(found3.map(({ urn, name }) => [urn, name])),
    byId: new Map(found3.flatMap(({ id, name }) => id === void 0 ? [] : [[id, name]]))
  };
}
function namesOf4(given, from, networks) {
  if (!networks) return given;
  const named = given.map((leaf2) => {
    if (!leaf2.known) return leaf2;
    const name = networks.byId.get(leaf2.value);
    return name ?? (/^[0-9a-f]{64}$/.test(leaf2.value) ? UNKNOWN : leaf2);
  });
  if (named.every(({ known: isKnown }) => isKnown) || !from || from.length === 0) return named;
  return [
    ...named.filter(({ known: isKnown }) => isKnown),
    ...from.map(({ urn }) => networks.byUrn.get(urn) ?? UNKNOWN)
  ];
}

// policies/adapter/containers.ts
var CONTAINER = "docker:index/container:Container";
var SWARM_SERVICE = "docker:index/service:Service";
function containersOf(resource, networks, earlier2) {
  switch (resource.type) {
    case CONTAINER:
      return [containerView(resource, networks, earlier2)];
    case SWARM_SERVICE:
      return swarmViews(resource, networks);
    default:
      return [];
  }
}
function containerView(resource, networks, earlier2) {
  const props = resource.props;
  const labels = labelsOf(props);
  return {
    ...identity(resource),
    labels: earlier2 && areSame(labels, earlier2) ? earlier2 : labels,
    image: textOf(props, "image"),
    command: readTexts(props, "command"),
    networks: namesOf4(
      readObjects(props, "networksAdvanced", (network) => textOf(network, "name")),
      resource.propertyDependencies?.networksAdvanced,
      networks
    ),
    addresses: [],
    provider: "docker",
    networkMode: readText(props, "networkMode"),
    ports: [...readObjects(props, "ports", portOf2), ...everyPort(props)],
    mounts: [...readObjects(props, "mounts", mountOf), ...readObjects(props, "volumes", volumeOf)]
  };
}
function swarmViews(resource, networks) {
  const props = resource.props;
  const task = readObject(props, "taskSpec") ?? {};
  const container = readObject(task, "containerSpec") ?? {};
  const endpoint = readObject(props, "endpointSpec") ?? {};
  const service = {
    ...identity(resource),
    labels: labelsOf(props),
    image: textOf(container, "image"),
    command: readTexts(container, "args"),
    networks: namesOf4(
      readObjects(task, "networksAdvanceds", (network) => textOf(network, "name")),
      resource.propertyDependencies?.taskSpec?.filter(({ type }) => type === NETWORK),
      networks
    ),
    addresses: [],
    provider: "swarm",
    networkMode: known(void 0),
    ports: readObjects(endpoint, "ports", swarmPortOf),
    mounts: readObjects(container, "mounts", mountOf)
  };
  const tasks = labelsOf(container);
  if (tasks.known && tasks.value.length === 0) return [service];
  return [service, { ...service, provider: "docker", title: `${service.title} (tasks)`, labels: tasks }];
}
function identity(resource) {
  return {
    id: resource.urn,
    title: resource.name,
    name: textOf(resource.props, "name"),
    components: componentsOf(resource.urn)
  };
}
function componentsOf(urn) {
  const types = urn.split("::")[2]?.split("$") ?? [];
  return types.slice(0, -1);
}
function labelsOf(props) {
  const list2 = readObjects(
    props,
    "labels",
    (label) => known({ key: textOf(label, "label"), value: textOf(label, "value") })
  );
  const labels = list2.map((label) => valueOr(label, void 0));
  return labels.includes(void 0) ? UNKNOWN : known(labels.filter((label) => label !== void 0));
}
function areSame(left, right) {
  if (!left.known || !right.known || left.value.length !== right.value.length) return false;
  return left.value.every(({ key, value }, index) => {
    const other = right.value[index];
    return other !== void 0 && isSameText(key, other.key) && isSameText(value, other.value);
  });
}
function isSameText(left, right) {
  return left.known && right.known && left.value === right.value;
}
function portOf2(port) {
  const internal = read2(port, "internal");
  const ip = readText(port, "ip");
  const protocol = readText(port, "protocol");
  if (!internal.known || !ip.known || !protocol.known) return UNKNOWN;
  return known({ internal: Number(internal.value), ip: ip.value ?? "", protocol: protocol.value ?? "tcp" });
}
function swarmPortOf(port) {
  const target = read2(port, "targetPort");
  const protocol = readText(port, "protocol");
  if (!target.known || !protocol.known) return UNKNOWN;
  return known({ internal: Number(target.value), ip: "", protocol: protocol.value ?? "tcp" });
}
function everyPort(props) {
  const all2 = read2(props, "publishAllPorts");
  return all2.known && all2.value !== true ? [] : [UNKNOWN];
}
function mountOf(mount) {
  const type = readText(mount, "type");
  const isBind = !type.known || type.value === void 0 || type.value === "bind";
  return mountView(isBind ? readText(mount, "source") : known(""), readText(mount, "target"));
}
function volumeOf(volume) {
  const [hostPath, from] = [readText(volume, "hostPath"), readText(volume, "fromContainer")];
  if (!from.known || from.value !== void 0) return UNKNOWN;
  const name = readText(volume, "volumeName");
  const isVolume = !name.known || name.value !== void 0;
  const source = !hostPath.known || hostPath.value !== void 0 ? hostPath : isVolume ? known("") : name;
  return mountView(source, readText(volume, "containerPath"));
}
function mountView(from, to) {
  return from.known && to.known ? known({ source: from.value ?? "", target: to.value ?? "" }) : UNKNOWN;
}

// policies/adapter/authentik.ts
var PROXY_PROVIDER = "authentik:index/providerProxy:ProviderProxy";
var OIDC_PROVIDER = "authentik:index/providerOauth2:ProviderOauth2";
var APPLICATION = "authentik:index/application:Application";
var BINDING = "authentik:index/policyBinding:PolicyBinding";
var OUTPOST = "authentik:index/outpost:Outpost";
var ATTACHMENT = "authentik:index/outpostProviderAttachment:OutpostProviderAttachment";
function authentikViews(resources, propsOf = ({ props }) => props) {
  const whole = (resource) => ({ ...resource, props: propsOf(resource) });
  const bindings = count(
    resources.filter((resource) => resource.type === BINDING && restricts(propsOf(resource))),
    ({ propertyDependencies }) => propertyDependencies?.target
  );
  const applications = resources.filter(({ type }) => type === APPLICATION);
  const bound = count(
    applications.filter(({ urn }) => bindings.has(urn)),
    ({ propertyDependencies }) => propertyDependencies?.protocolProvider
  );
  const attached = count(
    resources,
    ({ type, propertyDependencies }) => type === ATTACHMENT ? propertyDependencies?.protocolProvider : type === OUTPOST ? propertyDependencies?.protocolProviders : void 0
  );
  return {
    oidcClients: resources.filter(({ type }) => type === OIDC_PROVIDER).map((resource) => oidcClient2(whole(resource), bound.has(resource.urn))),
    proxyProviders: resources.filter(({ type }) => type === PROXY_PROVIDER).map((resource) => proxyProvider(whole(resource), attached.has(resource.urn))),
    applications: applications.map(({ urn, name }) => ({ id: urn, title: name, bindings: bindings.get(urn) ?? 0 }))
  };
}
function oidcClient2({ urn, name, props }, bound) {
  const redirectUris = readObjects(props, "allowedRedirectUris", (uri) => {
    const mode = textOf(uri, "matchingMode");
    const url = textOf(uri, "url");
    return mode.known && url.known ? known({ mode: mode.value, url: url.value }) : UNKNOWN;
  });
  return { id: urn, title: name, redirectUris, bound };
}
function proxyProvider({ urn, name, props }, attached) {
  const mode = readText(props, "mode");
  const isThere = Object.keys(props).length > 0;
  return {
    id: urn,
    title: name,
    mode: !isThere ? UNKNOWN : mode.known ? known(mode.value ?? "proxy") : mode,
    externalHost: textOf(props, "externalHost"),
    cookieDomain: textOf(props, "cookieDomain"),
    attached,
    components: componentsOf(urn)
  };
}
function restricts(props) {
  const [enabled, negate2] = [read2(props, "enabled"), read2(props, "negate")];
  return enabled.known && enabled.value !== false && negate2.known && negate2.value !== true;
}
function count(resources, references) {
  const counts = /* @__PURE__ */ new Map();
  for (const resource of resources) {
    for (const { urn } of references(resource) ?? []) counts.set(urn, (counts.get(urn) ?? 0) + 1);
  }
  return counts;
}

// policies/adapter/dns.ts
var RECORDS = ["cloudflare:index/dnsRecord:DnsRecord", "cloudflare:index/record:Record"];
function dnsRecordsOf(resources) {
  return resources.filter(({ type }) => RECORDS.includes(type)).map(({ urn, name, props }) => {
    const proxied = read2(props, "proxied");
    return {
      id: urn,
      title: name,
      // A record has a name and a type: without them the provider is not configured yet, and nothing is known.
      name: required(textOf(props, "name")),
      type: required(textOf(props, "type")),
      content: required(textOf(props, "content")),
      proxied: proxied.known ? known(proxied.value === true) : proxied,
      components: componentsOf(urn)
    };
  });
}
function required(text2) {
  return text2.known && text2.value === "" ? UNKNOWN : text2;
}

// policies/adapter/gate.ts
function findGate(resources, contract) {
  for (const resource of resources) {
    if (resource.type !== GATE_COMPONENT) continue;
    const props = resource.props;
    for (const source of [readObject(props, "facts"), readObject(props, "contract")]) {
      const found3 = source && gateFrom(source, readObject(props, "traefik") ?? readObject(source, "traefik"), true);
      if (found3) return found3;
    }
  }
  return contract && gateFrom(contract, readObject(contract, "traefik"), false);
}
function gateFrom(facts, traefik, here) {
  const domain = text(facts, "domain");
  if (domain === void 0) return void 0;
  const domains = readTexts(facts, "domains");
  const prefix = text(facts, "prefix") ?? "sso";
  const serverName = text(facts, "serverName") ?? serverNameOf(prefix);
  const gate = {
    here,
    domains: domains.known && domains.value.length > 0 ? domains.value : [domain],
    authHost: text(facts, "authHost") ?? `auth.${domain}`,
    entryPoint: text(facts, "entryPoint") ?? "websecure",
    middleware: text(facts, "middleware") ?? MIDDLEWARE,
    stripMiddleware: text(facts, "stripMiddleware") ?? STRIP_MIDDLEWARE,
    authAddress: authAddressOf(serverName),
    serverName,
    // Whatever cannot be read as the milder mode is the stricter one.
    mode: [void 0, "opt-in"].includes(valueOr(readText(facts, "mode"), "unknown")) ? "opt-in" : "strict",
    prefix,
    network: leaf(facts, "network", `${prefix}-apps`),
    dnsTarget: leaf(facts, "dnsTarget", ""),
    ...traefik && { traefikVersion: textOf(traefik, "version") }
  };
  return { gate, static: staticFrom(traefik) };
}
function staticFrom(traefik) {
  const flags = traefik && readTexts(traefik, "staticConfiguration");
  return flags?.known && flags.value.length > 0 ? known(readStaticConfiguration(flags.value)) : UNKNOWN;
}
function leaf(props, name, otherwise) {
  const value = readText(props, name);
  return value.known ? known(value.value ?? otherwise) : value;
}
function text(props, name) {
  const value = readText(props, name);
  return value.known && value.value !== "" ? value.value : void 0;
}

// policies/levels.ts
function levelSchema(invariants) {
  return Object.fromEntries(
    invariants.map(({ id, title }) => [
      id,
      {
        type: "string",
        enum: ["mandatory", "advisory", "disabled"],
        description: `${title}. Default: mandatory.`
      }
    ])
  );
}
function select(findings, levels, level) {
  return findings.filter((finding2) => levelOf(finding2, levels) === level);
}
function levelOf(finding2, levels) {
  const configured = levels[finding2.invariant];
  if (configured === "disabled") return "disabled";
  return configured === "advisory" || finding2.advisory ? "advisory" : "mandatory";
}

// policies/memory.ts
var RunMemory = class {
  bySource = /* @__PURE__ */ new Map();
  declared = /* @__PURE__ */ new Map();
  labels = /* @__PURE__ */ new Map();
  resourceLevels = {};
  /** Advisories of the run whose stack was judged; `undefined` before that. */
  pending;
  /** Keeps what a resource was declared with. */
  remember(urn, props) {
    this.declared.set(urn, props);
  }
  /**
   * The properties of a resource of the stack. While its provider cannot be configured, as authentik's cannot before
   * authentik runs, a preview gives the stack's policies none at all: then they are what it was declared with.
   */
  propsOf({ urn, props }) {
    return Object.keys(props).length > 0 ? props : this.declared.get(urn) ?? props;
  }
  /** Keeps the labels that the policy of single resources has read. */
  rememberLabels(containers = []) {
    for (const { id, labels } of containers) this.labels.set(id, labels);
  }
  /** What {@link rememberLabels} kept of a resource. */
  labelsOf(urn) {
    return this.labels.get(urn);
  }
  /**
   * Sorts the findings of a policy.
   *
   * @param source URN of the resource that was judged; empty for the whole stack
   * @returns those that stop the update
   */
  sort(source, findings, levels) {
    if (source !== "" && Object.keys(levels).length > 0) this.resourceLevels = { ...this.resourceLevels, ...levels };
    this.bySource.delete(source);
    this.pending = void 0;
    if (findings.length === 0) return [];
    this.bySource.set(source, {
      texts: new Set(findings.map(textOf2)),
      advisories: select(findings, levels, "advisory")
    });
    return select(findings, levels, "mandatory");
  }
  /** Levels that the policies of single resources were given. */
  get levelsOfResources() {
    return this.resourceLevels;
  }
  /** Whether the policy of the finding's own resource has said the same already. */
  isSaid(finding2) {
    return this.bySource.get(finding2.resource)?.texts.has(textOf2(finding2)) === true && finding2.resource !== "";
  }
  /**
   * Ends a run when its stack was judged; the next one starts anew.
   *
   * @param urns resources that are in the stack: what was said of others no longer counts
   */
  endRun(urns) {
    this.pending = [...this.bySource].flatMap(
      ([source, { advisories }]) => source === "" || urns.has(source) ? advisories : []
    );
    this.bySource.clear();
    this.declared.clear();
    this.labels.clear();
  }
  /** Whether the stack was judged and nothing of it is advisory. */
  get nothingToAdvise() {
    return this.pending?.length === 0;
  }
  /** What does not stop an update, also where the policy of the stack is switched off. */
  takeAdvisories(urns) {
    if (!this.pending) this.endRun(urns());
    const found3 = this.pending ?? [];
    this.pending = void 0;
    return found3;
  }
};
function textOf2({ invariant, what }) {
  return `${invariant} ${what}`;
}

// policies/unlessIdle.ts
var NO_TYPE = "sso:nothing-to-say";
function unlessIdle(isIdle, validate) {
  const passedOver = (args, report2) => validate(args, report2);
  return Object.defineProperty(passedOver, "__pulumiType", { get: () => isIdle() ? NO_TYPE : void 0 });
}

// policies/pack.ts
var DOCUMENTATION = "docs/policies.md";
function policies(today = () => (/* @__PURE__ */ new Date()).toISOString().slice(0, 10), invariants = INVARIANTS) {
  const memory = new RunMemory();
  const day = today();
  const fleet2 = invariants.filter(({ scope }) => scope === "fleet");
  const single2 = invariants.filter(({ scope }) => scope !== "fleet");
  const also = invariants.filter(({ alsoFleet }) => alsoFleet);
  return [
    resourcePolicy(single2, memory, day),
    stackPolicy(fleet2, also, memory, day),
    advisoryPolicy(invariants, memory)
  ];
}
var VIEWS = {
  [CONTAINER]: (resource) => ({ containers: containersOf(resource) }),
  [SWARM_SERVICE]: (resource) => ({ containers: containersOf(resource) }),
  [PROXY_PROVIDER]: (resource) => ({ proxyProviders: [proxyProvider(resource, true)] }),
  [OIDC_PROVIDER]: (resource) => ({ oidcClients: [oidcClient2(resource, true)] })
};
var KEPT = [PROXY_PROVIDER, OIDC_PROVIDER, BINDING];
function resourcePolicy(invariants, memory, today) {
  return {
    ...metadata(
      "sso-resources",
      "Containers are behind the login or excluded with a reason; authentik judges what Traefik asks about",
      invariants
    ),
    enforcementLevel: "mandatory",
    configSchema: { properties: levelSchema(invariants) },
    validateResource: (args, report2) => {
      const resource = { ...args, props: args.props };
      if (KEPT.includes(args.type)) memory.remember(args.urn, resource.props);
      const own = VIEWS[args.type]?.(resource);
      if (!own) return;
      memory.rememberLabels(own.containers);
      const findings = run(invariants, { ...NOTHING, ...own, today });
      reportAll(memory.sort(args.urn, findings, args.getConfig()), report2);
    }
  };
}
function stackPolicy(invariants, also, memory, today) {
  return {
    ...metadata("sso-stack", "The gate is whole: outpost router, middlewares, hosts, Traefik", invariants),
    enforcementLevel: "mandatory",
    configSchema: { properties: { ...levelSchema(invariants), ...STACK_SCHEMA } },
    validateStack: (args, report2) => {
      const config = args.getConfig();
      const view = stackView(args, config, memory, today);
      const findings = [...run(invariants, view), ...run(also, view).filter((finding2) => !memory.isSaid(finding2))];
      reportAll(memory.sort("", findings, { ...memory.levelsOfResources, ...config }), report2);
      memory.endRun(urnsOf(args));
    }
  };
}
function advisoryPolicy(invariants, memory) {
  return {
    ...metadata("sso-advisories", "Exclusions about to end, and what the configuration made advisory", invariants),
    enforcementLevel: "advisory",
    validateStack: unlessIdle(
      () => memory.nothingToAdvise,
      (args, report2) => reportAll(memory.takeAdvisories(() => urnsOf(args)), report2)
    )
  };
}
function urnsOf({ resources }) {
  return new Set(resources.map(({ urn }) => urn));
}
var STACK_SCHEMA = {
  contract: {
    type: "object",
    description: "Output 'sso' of the stack that has the gate, for a stack that has only services."
  },
  approvedExclusions: {
    type: "array",
    items: { type: "string" },
    description: "Services that may open a way past the login in strict mode, by the name of their resource or container."
  }
};
var NOTHING = {
  containers: [],
  gate: void 0,
  static: UNKNOWN,
  oidcClients: [],
  proxyProviders: [],
  applications: [],
  dnsRecords: [],
  approvedExclusions: []
};
function stackView(args, config, memory, today) {
  const resources = args.resources;
  const networks = networksOf2(resources);
  const containers = resources.flatMap((resource) => containersOf(resource, networks, memory.labelsOf(resource.urn)));
  const found3 = findGate(resources, isObject(config.contract) ? config.contract : void 0);
  return {
    containers,
    gate: found3?.gate,
    static: staticOf(containers) ?? found3?.static ?? UNKNOWN,
    ...authentikViews(resources, (resource) => memory.propsOf(resource)),
    dnsRecords: dnsRecordsOf(resources),
    approvedExclusions: Array.isArray(config.approvedExclusions) ? config.approvedExclusions.map(String) : [],
    today
  };
}
function staticOf(containers) {
  const all2 = containers.filter(({ image, command }) => isTraefik(valueOr(image, void 0), valueOr(command, [])));
  const traefik = all2.find(({ components }) => components.includes(GATE_COMPONENT)) ?? all2[0];
  if (!traefik) return void 0;
  const only = all2.length === 1 || traefik.components.includes(GATE_COMPONENT);
  if (!only || !traefik.command.known) return UNKNOWN;
  const targets = traefik.mounts.flatMap((mount) => mount.known ? [mount.value.target] : []);
  return staticConfigurationOf(traefik.command.value, targets);
}
function run(invariants, view) {
  const found3 = [];
  for (const { check: check2 } of invariants) for (const finding2 of check2(view)) found3.push(finding2);
  return found3;
}
function reportAll(findings, report2) {
  for (const finding2 of findings) report2(findingText(finding2), finding2.resource === "" ? void 0 : finding2.resource);
}
function metadata(name, title, invariants) {
  const rank = ["low", "medium", "high", "critical"];
  const severity = rank[Math.max(...invariants.map((invariant) => rank.indexOf(invariant.severity)))] ?? "critical";
  const [framework] = invariants.flatMap(({ frameworks }) => frameworks);
  return {
    name,
    displayName: title,
    description: title,
    severity,
    ...framework && { framework: { ...framework, specification: framework.reference } },
    tags: ["sso", "authentik", "traefik"],
    url: `${DOCUMENTATION}#${name}`,
    remediationSteps: invariants.map(({ id, remediation }) => `${id}: ${remediation}`).join("\n")
  };
}

// bench/packs/packs.ts
var import_node_path = require("node:path");
var import_esbuild = __toESM(require_main());
var ROOT = (0, import_node_path.join)(__dirname, "..", "..");
var PEERS = (0, import_node_path.join)(ROOT, "bench", "peers");

// bench/support/statistics.ts
function millisecondsSince(start) {
  return Number(process.hrtime.bigint() - start) / 1e6;
}

// bench/policies/inProcess.ts
function ownPack() {
  return packOf(require("@pulumi/policy/server"), policies());
}
function controlPack() {
  return packOf(require("@pulumi/policy/server"), policies(void 0, []));
}
function packOf(server2, list2) {
  return {
    analyze: server2.makeAnalyzeRpcFun("bench", "0.0.0", "mandatory", list2),
    analyzeStack: server2.makeAnalyzeStackRpcFun("bench", "0.0.0", "mandatory", list2)
  };
}
async function analyze(pack, requests) {
  const start = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let violations = 0;
  for (const request of requests.resources) violations += await call(pack.analyze, request);
  violations += await call(pack.analyzeStack, requests.stack);
  const { user, system } = process.cpuUsage(cpu);
  return { milliseconds: millisecondsSince(start), cpuMilliseconds: (user + system) / 1e3, violations };
}
function call(handler, request) {
  return new Promise((resolve2, reject) => {
    handler({ request }, (error, response) => error ? reject(error) : resolve2(response.getDiagnosticsList().length));
  });
}

// bench/policies/requests.ts
var analyzer = __toESM(require("@pulumi/pulumi/proto/analyzer_pb"));
var import_struct_pb = require("google-protobuf/google/protobuf/struct_pb");

// bench/fleet/fleet.ts
var import_node_child_process = require("node:child_process");
var import_node_fs = require("node:fs");
var import_node_os = require("node:os");
var import_node_path2 = require("node:path");

// bench/fleet/services.ts
function serviceNames(count2) {
  return Array.from({ length: count2 }, (_, index) => `service-${String(index).padStart(4, "0")}`);
}

// bench/fleet/fleet.ts
var recorded;
function oneService() {
  if (recorded) return recorded;
  const folder = (0, import_node_fs.mkdtempSync)((0, import_node_path2.join)((0, import_node_os.tmpdir)(), "authentik-sso-bench-"));
  const file = (0, import_node_path2.join)(folder, "recorded.json");
  try {
    const script = (0, import_node_path2.join)(__dirname, "record.ts");
    (0, import_node_child_process.execFileSync)(process.execPath, ["--import", "tsx", script, file], { stdio: ["ignore", "ignore", "inherit"] });
    recorded = JSON.parse((0, import_node_fs.readFileSync)(file, "utf8"));
    return recorded;
  } finally {
    (0, import_node_fs.rmSync)(folder, { recursive: true, force: true });
  }
}
function fleet(services) {
  const [first = ""] = serviceNames(1);
  const gate = oneService().filter(({ urn }) => !urn.endsWith(`::${first}`));
  const service = JSON.stringify(oneService().filter(({ urn }) => urn.endsWith(`::${first}`)));
  return [
    ...gate,
    ...serviceNames(services).flatMap((name) => JSON.parse(service.replaceAll(first, name)))
  ];
}

// bench/policies/requests.ts
var CONTAINER_DEFAULTS = {
  containerReadRefreshTimeoutMilliseconds: 15e3,
  mustRun: true,
  networkMode: "bridge",
  removeVolumes: true,
  start: true,
  waitTimeout: 60
};
function dockerFleet(services) {
  return fleet(services).map(
    (resource) => resource.type === "docker:index/container:Container" ? { ...resource, properties: { ...CONTAINER_DEFAULTS, ...resource.properties } } : resource
  );
}
function requestsFor(resources) {
  const stack = new analyzer.AnalyzeStackRequest();
  stack.setResourcesList(
    resources.map((resource) => {
      const message = fill(new analyzer.AnalyzerResource(), resource);
      message.setParent(resource.parent);
      message.setDependenciesList([...resource.dependencies]);
      for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
        const from = new analyzer.AnalyzerPropertyDependencies();
        from.setUrnsList([...urns]);
        message.getPropertydependenciesMap().set(property, from);
      }
      return message;
    })
  );
  return { resources: resources.map((resource) => fill(new analyzer.AnalyzeRequest(), resource)), stack };
}
function fill(message, resource) {
  message.setType(resource.type);
  message.setName(resource.name);
  message.setUrn(resource.urn);
  message.setProperties(import_struct_pb.Struct.fromJavaScript(resource.properties));
  message.setOptions(new analyzer.AnalyzerResourceOptions());
  return message;
}

// bench/_prof.ts
var import_node_fs2 = require("node:fs");
(async () => {
  const cost = /* @__PURE__ */ new Map();
  if (process.env.PER) for (const i of INVARIANTS) {
    const check2 = i.check;
    i.check = (v) => {
      const s = process.hrtime.bigint();
      const r = check2(v);
      const k = (v.containers.length > 1 ? "F " : "R ") + i.id;
      cost.set(k, (cost.get(k) ?? 0) + Number(process.hrtime.bigint() - s) / 1e6);
      return r;
    };
  }
  const pack = process.env.CONTROL ? controlPack() : ownPack();
  const file = "/tmp/prof/fleet3500.json";
  let f;
  if ((0, import_node_fs2.existsSync)(file)) f = JSON.parse((0, import_node_fs2.readFileSync)(file, "utf8"));
  else {
    f = dockerFleet(3500);
    (0, import_node_fs2.writeFileSync)(file, JSON.stringify(f));
  }
  const mk = (round) => requestsFor(JSON.parse(JSON.stringify(f).replaceAll("service-", `service${round}-`)));
  for (let i = 0; i < 3; i++) await analyze(pack, requestsFor(JSON.parse(JSON.stringify(f).replaceAll("service-", "w" + i + "-")).slice(0, 150)));
  for (let i = 0; i < 5; i++) {
    const r = mk(i);
    cost.clear();
    globalThis.gc?.();
    console.log(await analyze(pack, r));
  }
  console.log("SUM", [...cost.values()].reduce((a, b) => a + b, 0));
  for (const [k, v] of [...cost].sort((a, b) => b[1] - a[1]).slice(0, 24)) console.log(v.toFixed(1).padStart(7), k);
})();
//# sourceMappingURL=_prof.cjs.map
