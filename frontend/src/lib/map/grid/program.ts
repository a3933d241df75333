/** Small WebGL pieces that the layers of the grid share. */

export function compile(
  gl: WebGL2RenderingContext,
  vertex: string,
  fragment: string,
  attributes: readonly string[],
): WebGLProgram {
  const program = gl.createProgram()
  if (!program) throw new Error('no WebGL program')
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind)
    if (!shader) throw new Error('no WebGL shader')
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) {
      throw new Error(gl.getShaderInfoLog(shader) ?? 'a shader does not compile')
    }
    gl.attachShader(program, shader)
    gl.deleteShader(shader)
  }
  for (const [place, name] of attributes.entries()) gl.bindAttribLocation(program, place, name)
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(gl.getProgramInfoLog(program) ?? 'a program does not link')
  }
  return program
}

export function buffer(
  gl: WebGL2RenderingContext,
  target: number,
  data: Float32Array | Uint8Array | Uint16Array,
): WebGLBuffer {
  const made = gl.createBuffer()
  if (!made) throw new Error('no WebGL buffer')
  gl.bindBuffer(target, made)
  gl.bufferData(target, data as unknown as BufferSource, gl.STATIC_DRAW)
  return made
}
