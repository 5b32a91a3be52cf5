import Joi from 'joi'
import type { Library, Note, Shape, Tree } from './schemas.ts'

// Joi takes nothing for an object, unless that is required; and text for a number, unless it is strict.
const required = { presence: 'required', convert: false } as const

export const joi: Library = {
  extra: 'refused',
  thrown: 'INVALID_PAYLOAD',
  schemas: {
    note: Joi.object<Note>({ text: Joi.string(), size: Joi.number().optional() }).prefs(required).required(),
    measured: Joi.object({ text: Joi.string().custom((text: string) => text.length) }).prefs(required),
    repeated: Joi.object({ times: Joi.number().default(3) }).required(),
    shape: Joi.object<Shape>({
      kind: Joi.valid('circle', 'label'),
      radius: Joi.number().when('kind', { is: 'circle', otherwise: Joi.forbidden() }),
      text: Joi.string().when('kind', { is: 'label', otherwise: Joi.forbidden() }),
    }).prefs(required),
    tree: Joi.object<Tree>({ name: Joi.string(), children: Joi.array().items(Joi.link('#tree').optional()) })
      .id('tree')
      .prefs(required),
    nothing: Joi.forbidden(),
    parsed: Joi.object({ json: Joi.string().custom((text: string): unknown => JSON.parse(text)) }).prefs(required),
  },
}
